"""Written knowledge in and out: Markdown files with YAML front matter (docs/knowledge-files.md).

From the inside out: `yaml_text` and `files` say what one file is, `blocks` and `links` what its text holds, `mapping`
what a foreign library's keys mean here, `sources` where files come from, `fields` how values become those of a page,
`library` what files say of each other, `taking_in` and `writing_out` do the work, `runs` does it in steps for the CMS.
"""
