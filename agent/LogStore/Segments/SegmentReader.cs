using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;
using Pdp.LogStore.Queries;

namespace Pdp.LogStore.Segments;

/// <summary>Reads one segment. Between <see cref="Begin"/> and <see cref="End"/> it sees the file as it was then, whatever is written.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly HeaderWalk _walk;
    private readonly Statement _header;
    private readonly Statement _loose;
    private readonly Statement _words;
    private readonly Statement _payload;
    private SqliteTransaction? _transaction;

    public SegmentReader(string path)
    {
        _connection = SegmentSchema.Connect(path, create: false);
        SegmentSchema.Execute(_connection, "pragma query_only = true; pragma cache_size = -256");
        _walk = new HeaderWalk(_connection);
        _header = new Statement(_connection, $"select {SegmentStateReader.Columns} from blocks where id = $1", 1);
        _loose = new Statement(_connection, "select id from blocks where packed = 0", 0);
        _words = new Statement(_connection, "select rowid from words where words match $1", 1);
        _payload = new Statement(_connection, "select data from payloads where block = $1", 1);
    }

    public void Begin() => _transaction = _connection.BeginTransaction(deferred: true);

    public void End()
    {
        _transaction?.Dispose();
        _transaction = null;
    }

    /// <summary>All sources there are lines of, by the segment's number.</summary>
    public List<(long Id, LogSource Source)> Sources() => SegmentStateReader.Sources(_connection);

    /// <summary>The next blocks of an order, and where they end; null after the last.</summary>
    public (List<BlockHeader> Blocks, long? End) Walk(HeaderFilter wanted, SortOrder order, long after) => _walk.Next(_transaction, wanted, order, after);

    /// <summary>The blocks of these numbers that are wanted.</summary>
    public List<BlockHeader> LookUp(IEnumerable<long> numbers, HeaderFilter wanted)
    {
        var blocks = new List<BlockHeader>();
        foreach (var number in numbers)
        {
            using var row = _header.Rows(_transaction, number);
            if (row.Read() && SegmentStateReader.Header(row) is var block && wanted.Takes(block)) blocks.Add(block);
        }
        return blocks;
    }

    /// <summary>The numbers of blocks that may have what the index is asked for: those it finds, and those that are not in it yet.</summary>
    public HashSet<long> Find(string indexQuery)
    {
        var found = new HashSet<long>();
        using (var rows = _words.Rows(_transaction, indexQuery))
        {
            while (rows.Read()) found.Add(rows.GetInt64(0));
        }
        using var loose = _loose.Rows(_transaction);
        while (loose.Read()) found.Add(loose.GetInt64(0));
        return found;
    }

    /// <exception cref="InvalidDataException">The block is not there.</exception>
    public byte[] Payload(long block) =>
        _payload.Value(_transaction, block) as byte[] ?? throw new InvalidDataException("A block of the segment has no payload.");

    public void Dispose()
    {
        End();
        _walk.Dispose();
        _header.Dispose();
        _loose.Dispose();
        _words.Dispose();
        _payload.Dispose();
        _connection.Dispose();
    }
}
