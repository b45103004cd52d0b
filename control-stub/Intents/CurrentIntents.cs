using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Intents;

/// <summary>What a decision is based on.</summary>
/// <param name="views">The intents concerned, those that exist.</param>
/// <param name="held">What the plane holds of them that is not from here, or newer than here.</param>
/// <param name="floor">The plane's generation floor.</param>
internal sealed class CurrentIntents(IReadOnlyList<IntentView> views, IReadOnlyList<HeldRecord> held, long floor)
{
    private readonly Dictionary<string, IntentView> _byId = views.ToDictionary(v => v.Intent.Id);
    private readonly Dictionary<string, long> _held = held.ToDictionary(h => h.Stamp.Id, h => h.Stamp.Generation);

    /// <summary>The intent of that id, a tombstone too.</summary>
    public IntentView? Of(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// Whether the plane holds a newer generation than this control plane, as after a restored backup. Then the same content must get
    /// a generation above the plane's to be taken.
    /// </summary>
    public bool IsBehind(string id) => _held.ContainsKey(id) || Of(id) is { IsAhead: true };

    /// <summary>Above everything that was ever given out or seen for that id.</summary>
    public long NextGeneration(string id) =>
        Math.Max(Of(id) is { } view ? Math.Max(view.Intent.Generation, view.Ack?.HeldGeneration ?? 0) : floor, _held.GetValueOrDefault(id)) + 1;
}
