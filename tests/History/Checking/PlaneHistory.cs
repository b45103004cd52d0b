using Pdp.History.Events;
using Pdp.History.Recording;

namespace Pdp.History.Checking;

/// <summary>A whole history, with what several rules look up in it.</summary>
public sealed class PlaneHistory
{
    private readonly Dictionary<(string Intent, long Generation), string> _marks = [];

    /// <summary>Reads a history through once.</summary>
    /// <param name="records">All records, in order.</param>
    public PlaneHistory(IReadOnlyList<HistoryRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        Records = records;
        var settled = false;
        foreach (var record in records)
        {
            if (record.Event is Settled) settled = true;
            else if (settled) NoteEnd(record);
            NoteMark(record.Event);
        }
    }

    /// <summary>All records, in order.</summary>
    public IReadOnlyList<HistoryRecord> Records { get; }

    /// <summary>The last snapshot of the control plane's store after all had settled; null when there is none.</summary>
    public Snapshot<StubHolds>? Stub { get; private set; }

    /// <summary>The last snapshot of the journal after all had settled; null when there is none.</summary>
    public Snapshot<JournalHolds>? Journal { get; private set; }

    /// <summary>The last snapshot of the cluster after all had settled; null when there is none.</summary>
    public Snapshot<ClusterHolds>? Cluster { get; private set; }

    /// <summary>What a generation's content is known by; null where no record says so.</summary>
    public string? MarkOf(string intent, long generation) => _marks.GetValueOrDefault((intent, generation));

    private void NoteEnd(HistoryRecord record)
    {
        switch (record.Event)
        {
            case StubHolds stub:
                Stub = new(record, stub);
                break;
            case JournalHolds journal:
                Journal = new(record, journal);
                break;
            case ClusterHolds cluster:
                Cluster = new(record, cluster);
                break;
        }
    }

    private void NoteMark(HistoryEvent happened)
    {
        var (intent, generation, mark) = happened switch
        {
            IntentAccepted accepted => (accepted.Intent, accepted.Generation, accepted.Mark),
            IntentStored stored => (stored.Intent, stored.Generation, stored.Mark),
            _ => ("", 0, null),
        };
        if (mark is not null) _marks[(intent, generation)] = mark;
    }
}

/// <summary>A snapshot and the record it came in.</summary>
/// <param name="Record">The record.</param>
/// <param name="Holds">What was held.</param>
public sealed record Snapshot<T>(HistoryRecord Record, T Holds);
