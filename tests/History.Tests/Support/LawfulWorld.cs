using Pdp.History.Events;

namespace Pdp.History.Tests.Support;

/// <summary>
/// A model of a world that does everything right: whatever is asked of it in whatever order, no rule is broken. It has one object per
/// intent.
/// </summary>
internal sealed class LawfulWorld
{
    /// <summary>How many different things <see cref="Do"/> knows.</summary>
    public const int Deeds = 8;

    private static readonly string[] _intents = ["a", "b", "c"];
    private readonly Dictionary<string, State> _states = _intents.ToDictionary(id => id, _ => new State());
    private long _term = 1;

    public LawfulWorld() => Tale.Then(new LeaseTaken(1), Leader);

    public Tale Tale { get; } = new();

    private string Leader => $"agent-{_term % 2}";

    public void Do(int deed)
    {
        var id = _intents[deed / Deeds % _intents.Length];
        var state = _states[id];
        switch (deed % Deeds)
        {
            case 0:
                state.Accepted++;
                state.Removed = false;
                Tale.Then(new IntentAccepted(id, state.Accepted, $"h{state.Accepted}", $"m{state.Accepted}"));
                break;
            case 1:
                Deliver(id, state);
                break;
            case 2:
                Apply(id, state);
                break;
            case 3 when state.Applied > state.Failed:
                state.Good = state.Applied;
                Say(id, state, new StatusFacts("Healthy", state.Stored, state.Applied, state.Failed));
                break;
            case 4 when state.Good > 0 && state.Applied > state.Good && state.Applied == state.Stored:
                state.Failed = state.Stored;
                Say(id, state, new StatusFacts("RolledBack", state.Stored, state.Good, state.Failed));
                Write(id, state, state.Good);
                break;
            case 5 when state.Applied > 0:
                Tale.Then(new ObjectDisturbed(id, id));
                Write(id, state, state.Applied);
                break;
            case 6:
                _term++;
                Tale.Then(new LeaseTaken(_term), Leader);
                break;
            case 7 when state.Accepted > 0 && !state.Removed:
                state.Accepted++;
                state.Removed = true;
                Tale.Then(new RemovalAccepted(id, state.Accepted));
                break;
        }
    }

    /// <summary>Everything comes to rest.</summary>
    public Tale End()
    {
        foreach (var (id, state) in _states)
        {
            Deliver(id, state);
            Apply(id, state);
            if (state.Applied > state.Failed) Say(id, state, new StatusFacts("Healthy", state.Stored, state.Applied, state.Failed));
        }

        return Tale.Ends(
            [.. Held().Select(s => new HeldByJournal(s.Key, s.Value.Stored, $"h{s.Value.Stored}", false, s.Value.Status, [s.Key]))],
            [.. _states.Where(s => s.Value.Accepted > 0).Select(s => Known(s.Key, s.Value))],
            [.. Held().Select(s => new HeldObject(s.Key, s.Key, $"m{s.Value.Applied}", true))]);
    }

    private static HeldByStub Known(string id, State state) =>
        new(id, state.Accepted, state.Removed ? "" : $"h{state.Accepted}", state.Removed, state.Accepted, state.Status);

    private IEnumerable<KeyValuePair<string, State>> Held() => _states.Where(s => s.Value is { Accepted: > 0, Removed: false });

    private void Deliver(string id, State state)
    {
        if (state.Stored == state.Accepted) return;
        (state.Stored, state.IsHeld) = (state.Accepted, !state.Removed);
        if (state.Removed)
        {
            Tale.Then(new RemovalStored(id, state.Stored, _term), Leader);
            if (state.Applied > 0) Tale.Then(new ObjectDeleted(id, id, _term), Leader);
            Tale.Then(new IntentGone(id, _term), Leader);
            (state.Applied, state.Good, state.Failed, state.Status) = (0, 0, 0, null);
        }
        else
        {
            Tale.Then(new IntentStored(id, state.Stored, $"h{state.Stored}", _term, $"m{state.Stored}"), Leader);
        }

        Tale.Then(new AckSent(id, state.Stored, AckOutcome.Stored), Leader).Then(new AckKept(id, state.Stored, AckOutcome.Stored));
    }

    private void Apply(string id, State state)
    {
        if (state.IsHeld && state.Stored > state.Failed && state.Stored > state.Applied) Write(id, state, state.Stored);
    }

    private void Write(string id, State state, long generation)
    {
        state.Applied = generation;
        Tale.Then(new ObjectWritten(id, id, $"c{generation}", $"m{generation}", _term), Leader);
    }

    private void Say(string id, State state, StatusFacts status)
    {
        state.Status = status;
        Tale.Then(new StatusWritten(id, status, _term), Leader);
    }

    private sealed class State
    {
        public long Accepted { get; set; }

        public bool Removed { get; set; }

        public long Stored { get; set; }

        public bool IsHeld { get; set; }

        public long Applied { get; set; }

        public long Good { get; set; }

        public long Failed { get; set; }

        public StatusFacts? Status { get; set; }
    }
}
