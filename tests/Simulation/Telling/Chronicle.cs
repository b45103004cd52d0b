using System.Security.Cryptography;
using System.Text;
using Pdp.History.Events;
using Pdp.History.Recording;
using Pdp.Simulation.Engine;

namespace Pdp.Simulation.Telling;

/// <summary>
/// What happened, in two forms: the history that the rules judge, and a running hash of everything that crossed the line between a process
/// and the world, by which two plays of one seed are told to be the same.
/// </summary>
internal sealed class Chronicle(Timeline timeline) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly HistoryRecorder _recorder = new(new ProcessClock(timeline, new Lifeline("chronicle")));
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Told of every line, for people who replay a seed; nobody when null.</summary>
    public Action<string>? Reader { get; set; }

    /// <summary>The history so far.</summary>
    public IReadOnlyList<HistoryRecord> Records => _recorder.Records();

    /// <summary>Number of the newest record.</summary>
    public long Newest => _recorder.Newest;

    /// <summary>How often what happened, by kind.</summary>
    public IReadOnlyDictionary<string, int> Counts => _counts;

    /// <summary>The hash of all that happened so far.</summary>
    public string Hash => Convert.ToHexStringLower(_hash.GetCurrentHash())[..16];

    /// <summary>Something the rules judge.</summary>
    public void Note(string actor, HistoryEvent happened)
    {
        var record = _recorder.Record(actor, happened);
        Count(happened is FaultInjected fault ? $"fault {fault.Fault}" : happened.GetType().Name);
        Write(record.ToString());
    }

    /// <summary>Something that only tells how it came about.</summary>
    public void Tell(string actor, string what) => Write($"{TimeSpan.FromTicks(timeline.Now):c} {actor}: {what}");

    /// <summary>Counts something that was met.</summary>
    public void Count(string what) => _counts[what] = _counts.GetValueOrDefault(what) + 1;

    public void Dispose() => _hash.Dispose();

    private void Write(string line)
    {
        _hash.AppendData(Encoding.UTF8.GetBytes(line));
        Reader?.Invoke(line);
    }
}
