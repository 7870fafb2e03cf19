"""The stages of an edition, in their order: each the name of its notebook."""

STAGES = ("1_extract", "2_clean", "3_quantify", "4_figures", "5_brief")
