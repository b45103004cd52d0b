using Microsoft.Data.Sqlite;
using Pdp.PlaneStore.Files;

namespace Pdp.PlaneStore.Metrics;

/// <summary>Samples as they came, and packed.</summary>
internal static class SampleTable
{
    /// <summary>So many samples make a chunk.</summary>
    private const int ChunkSamples = 120;

    // A container of which nothing more comes has its last samples packed all the same.
    private static readonly long _quiet = (long)TimeSpan.FromHours(1).TotalMilliseconds;

    public static void Add(SqliteConnection connection, long source, ContainerSample sample) => connection.Execute(
        """
        insert or replace into samples(source, time, cpu, memory, restarts, cpu_request, cpu_limit, memory_request, memory_limit)
        values($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """,
        source, sample.Time, sample.Cpu, sample.Memory, sample.Restarts, sample.CpuRequest, sample.CpuLimit, sample.MemoryRequest, sample.MemoryLimit);

    public static void Pack(SqliteConnection connection, long now)
    {
        var full = connection.Rows(
            "select source from samples group by source having count(*) >= $1 or max(time) < $2", row => row.GetInt64(0), ChunkSamples, now - _quiet);
        foreach (var source in full)
        {
            foreach (var chunk in Loose(connection, source, long.MinValue, long.MaxValue).Chunk(Chunk.MostSamples))
            {
                connection.Execute(
                    "insert or replace into chunks(source, first, last, count, data) values($1, $2, $3, $4, $5)",
                    source, chunk[0].Time, chunk[^1].Time, chunk.Length, Chunk.Pack(chunk));
            }
            connection.Execute("delete from samples where source = $1", source);
        }
    }

    /// <summary>The samples of a container from one time until before another, in order.</summary>
    public static IEnumerable<ContainerSample> Between(SqliteConnection connection, long source, long start, long end)
    {
        var chunks = connection.Rows(
            "select data from chunks where source = $1 and last >= $2 and first < $3 order by first", row => (byte[])row.GetValue(0), source, start, end);
        return chunks.SelectMany(data => Chunk.Unpack(data)).Where(sample => sample.Time >= start && sample.Time < end).Concat(Loose(connection, source, start, end));
    }

    private static List<ContainerSample> Loose(SqliteConnection connection, long source, long start, long end) => connection.Rows(
        """
        select time, cpu, memory, restarts, cpu_request, cpu_limit, memory_request, memory_limit from samples
        where source = $1 and time >= $2 and time < $3 order by time
        """,
        row => new ContainerSample(
            row.GetInt64(0), row.Whole(1), row.Whole(2), row.Whole(3), row.Whole(4), row.Whole(5), row.Whole(6), row.Whole(7)),
        source, start, end);
}
