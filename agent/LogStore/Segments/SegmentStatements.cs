using Microsoft.Data.Sqlite;

namespace Pdp.LogStore.Segments;

/// <summary>What is run while writing a segment.</summary>
internal sealed class SegmentStatements(SqliteConnection connection) : IDisposable
{
    public Statement AddSource { get; } = new(connection, "insert into sources values(null, $1, $2, $3, $4, $5, $6) returning id", 6);

    public Statement SetPosition { get; } = new(connection, "insert or replace into positions values($1, $2, $3, $4, $5, $6, $7)", 7);

    public Statement DropPosition { get; } = new(connection, "delete from positions where source = $1", 1);

    public Statement AddBlock { get; } = new(connection, "insert into blocks values($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)", 10);

    public Statement AddPayload { get; } = new(connection, "insert into payloads values($1, $2)", 2);

    public Statement AddWords { get; } = new(connection, "insert into words(rowid, word) values($1, $2)", 2);

    public Statement Payload { get; } = new(connection, "select data from payloads where block = $1", 1);

    public Statement DropBlock { get; } = new(connection, "delete from blocks where id = $1", 1);

    public Statement DropPayload { get; } = new(connection, "delete from payloads where block = $1", 1);

    public Statement Touch { get; } = new(connection, "update about set touched = $1", 1);

    public Statement PageCount { get; } = new(connection, "pragma page_count", 0);

    public void Dispose()
    {
        foreach (var one in new[] { AddSource, SetPosition, DropPosition, AddBlock, AddPayload, AddWords, Payload, DropBlock, DropPayload, Touch, PageCount })
            one.Dispose();
    }
}
