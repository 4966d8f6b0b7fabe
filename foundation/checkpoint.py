"""Letting go of old pages: what was erased leaves the log of SQLite as well."""

from sqlalchemy import Engine


def let_go_of_old_pages(engine: Engine) -> bool:
    """Write the log of SQLite into its file and empty it; call it after erasing somebody.

    Erased text is overwritten in the file at once, but its old pages stay in the log until then.
    PostgreSQL recycles its own log: there is nothing to do.

    Returns:
        Whether nothing is left; False when somebody was still reading the old pages. Then the next
        call empties the log.
    """
    if engine.dialect.name != "sqlite":
        return True
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        found = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    return found is not None and found[0] == 0
