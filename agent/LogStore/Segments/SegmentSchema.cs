using Microsoft.Data.Sqlite;

namespace Pdp.LogStore.Segments;

/// <summary>The tables of a segment's file.</summary>
internal static class SegmentSchema
{
    // Numbers of our own, so that a file of another program or of a later version is not taken for a segment.
    private const int ApplicationId = 0x50_44_50_4c;
    private const int Version = 2;

    // The headers are a table apart from the payloads: a search walks many headers and unpacks few blocks. What a search goes by is in the two indices, so
    // that headers it has no use for are passed over there, in the order of the answer. The index of words holds the different words of
    // a block, not of a line, without text, places or columns; which lines of the block have them is seen when it is unpacked.
    private const string Tables = """
        create table sources(
            id integer primary key,
            organization text not null, project text not null, environment text not null, component text not null,
            pod text not null, container text not null,
            unique(organization, project, environment, component, pod, container));
        create table positions(source integer primary key, run text not null, newest integer not null, taken integer not null, taken_before integer not null, version integer not null, ahead integer not null default 0);
        create table blocks(
            id integer primary key, source integer not null, first integer not null, last integer not null,
            min_time integer not null, max_time integer not null, levels integer not null, count integer not null, bytes integer not null,
            packed integer not null);
        create index blocks_by_end on blocks(max_time, min_time, source, levels);
        create index blocks_by_start on blocks(min_time, max_time, source, levels);
        create index loose_blocks on blocks(id) where packed = 0;
        create table payloads(block integer primary key, data blob not null);
        create virtual table words using fts5(word, content='', detail=none, columnsize=0, tokenize='ascii');
        create table about(created integer not null, touched integer not null);
        """;

    /// <summary>Opens a file for reading and writing.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Connect(string path, bool create)
    {
        SQLitePCL.Batteries_V2.Init();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Pooling = false,
            DefaultTimeout = 10,
            Mode = create ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the tables in an empty file.</summary>
    public static void Create(SqliteConnection connection, long now)
    {
        Execute(connection, "pragma page_size = 8192; pragma journal_mode = wal");
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(connection, $"{Tables} insert into about values({now}, {now}); pragma application_id = {ApplicationId}; pragma user_version = {Version}");
        transaction.Commit();
    }

    /// <summary>Whether a file holds these tables.</summary>
    public static bool IsCurrent(SqliteConnection connection) =>
        Number(connection, "pragma application_id") == ApplicationId && Number(connection, "pragma user_version") == Version;

    /// <summary>Brings a file of the version before up to this one. Nothing else is touched.</summary>
    public static void Upgrade(SqliteConnection connection)
    {
        if (Number(connection, "pragma application_id") != ApplicationId || Number(connection, "pragma user_version") != 1) return;
        using var transaction = connection.BeginTransaction(deferred: false);
        Execute(
            connection,
            $"""
            alter table positions add column ahead integer not null default 0;
            drop index blocks_by_time;
            create index blocks_by_end on blocks(max_time, min_time, source, levels);
            create index blocks_by_start on blocks(min_time, max_time, source, levels);
            pragma user_version = {Version}
            """);
        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is long number ? number : 0;
    }
}
