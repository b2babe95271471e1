"""The command `schema`: the JSON Schema of catalogue files."""

from dicli.output.terminal import write


def schema() -> None:
    """Print the JSON Schema of catalogue files.

    Editors and other programs check and complete files with it.

    \b
    Example:
      dicli schema > catalogue.schema.json
    """
    from dicli.files.faults import schema_text

    write([schema_text()])
