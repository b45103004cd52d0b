using Pdp.Core.Routing;

namespace Pdp.Core.Tests.Routing;

/// <summary>Plays events on the versions of one major version and follows every choice.</summary>
internal sealed class VersionHistory
{
    public static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    private static readonly string[] _tracks = ["v1.2", "v1.3", "v1.10", "v1.3.1"];
    private readonly Dictionary<int, VersionCandidate> _versions = [];

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public string? Current { get; private set; }

    public IReadOnlyList<VersionCandidate> Candidates => [.. _versions.Values];

    public void Happen(VersionEvent what)
    {
        Now += TimeSpan.FromSeconds(what.Seconds);
        if (what.Standing is not { } standing)
            _versions.Remove(what.Version);
        else if (_versions.GetValueOrDefault(what.Version)?.Standing != standing)
            _versions[what.Version] = new VersionCandidate($"i{what.Version}", _tracks[what.Version], standing, Now);
    }

    public void Pass(TimeSpan time) => Now += time;

    public VersionChoice Choose() => VersionChooser.Choose(Candidates, Current, Now, Settle);

    public void Follow(VersionChoice choice) => Current = choice.IntentId ?? Current;

    public VersionCandidate? Find(string? id) => Candidates.FirstOrDefault(candidate => candidate.IntentId == id);
}
