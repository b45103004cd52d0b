using Microsoft.Data.Sqlite;
using Pdp.Core.Logs;
using Pdp.LogStore.Blocks;

namespace Pdp.LogStore.Segments;

/// <summary>Reads one segment. Between <see cref="Begin"/> and <see cref="End"/> it sees the file as it was then, whatever is written.</summary>
internal sealed class SegmentReader : IDisposable
{
    private readonly SqliteConnection _connection;
    // Up to so many blocks are looked up one by one; of more, all headers are walked.
    private const int FewBlocks = 1000;

    private readonly Statement _headers;
    private readonly Statement _header;
    private readonly Statement _loose;
    private readonly Statement _words;
    private readonly Statement _payload;
    private SqliteTransaction? _transaction;

    public SegmentReader(string path)
    {
        _connection = SegmentSchema.Connect(path, create: false);
        SegmentSchema.Execute(_connection, "pragma query_only = true; pragma cache_size = -256");
        _headers = new Statement(_connection, $"select {SegmentStateReader.Columns} from blocks where max_time >= $1 and min_time < $2 and levels & $3", 3);
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

    /// <summary>The sources within one of the scopes, by the segment's number.</summary>
    public Dictionary<long, LogSource> Sources(IReadOnlyList<LogScope> scopes) =>
        SegmentStateReader.Sources(_connection).Where(row => scopes.Contain(row.Source)).ToDictionary(row => row.Id, row => row.Source);

    /// <summary>Blocks that may hold what is looked for.</summary>
    /// <param name="from">Earliest time, ticks.</param>
    /// <param name="before">First time too late, ticks.</param>
    /// <param name="levels">Bits of the levels.</param>
    /// <param name="indexQuery">What the index is asked for packed blocks; null takes all.</param>
    /// <param name="sources">Of which sources, by the segment's number.</param>
    public List<BlockHeader> Blocks(long from, long before, int levels, string? indexQuery, IReadOnlyDictionary<long, LogSource> sources)
    {
        var found = indexQuery is null ? null : Find(indexQuery);
        var blocks = new List<BlockHeader>();
        if (found is { Count: <= FewBlocks })
        {
            foreach (var id in found)
            {
                using var row = _header.Rows(_transaction, id);
                if (row.Read() && row.GetInt64(5) >= from && row.GetInt64(4) < before && (row.GetInt64(6) & levels) != 0) Take(row);
            }
            return blocks;
        }
        using var rows = _headers.Rows(_transaction, from, before, (long)levels);
        while (rows.Read())
        {
            if (found is null || found.Contains(rows.GetInt64(0))) Take(rows);
        }
        return blocks;

        void Take(SqliteDataReader row)
        {
            if (sources.ContainsKey(row.GetInt64(1))) blocks.Add(SegmentStateReader.Header(row));
        }
    }

    /// <exception cref="InvalidDataException">The block is not there.</exception>
    public byte[] Payload(long block) =>
        _payload.Value(_transaction, block) as byte[] ?? throw new InvalidDataException("A block of the segment has no payload.");

    public void Dispose()
    {
        End();
        _headers.Dispose();
        _header.Dispose();
        _loose.Dispose();
        _words.Dispose();
        _payload.Dispose();
        _connection.Dispose();
    }

    // Those in the index, and those that are not in it yet.
    private HashSet<long> Find(string indexQuery)
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
}
