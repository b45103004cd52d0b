using Pdp.Core.Routing;

namespace Pdp.Daemon.Routing;

/// <summary>
/// The versions that could be led to, as the passes of this term have found them. Nothing is known of an intent before its first pass, and
/// nothing is decided against it. Safe for any number of threads.
/// </summary>
internal sealed class VersionOffers
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, VersionOffer?> _byIntent = [];

    /// <summary>Forgets everything: a term begins, and another leader may have acted meanwhile.</summary>
    public void Clear()
    {
        lock (_lock) _byIntent.Clear();
    }

    /// <summary>Notes what a pass found.</summary>
    /// <param name="intentId">The intent.</param>
    /// <param name="offer">What it offers; null for one without a track, or of which nothing runs.</param>
    /// <returns>The groups this is news for.</returns>
    public IReadOnlyList<VersionGroup> Note(string intentId, VersionOffer? offer)
    {
        lock (_lock)
        {
            var before = _byIntent.GetValueOrDefault(intentId);
            _byIntent[intentId] = offer;
            return [.. new[] { before?.Version.Group, offer?.Version.Group }.OfType<VersionGroup>().Distinct()];
        }
    }

    /// <summary>Notes that a version is about to go.</summary>
    /// <returns>Its group; null when it offers nothing.</returns>
    public VersionGroup? Leave(string intentId)
    {
        lock (_lock)
        {
            if (_byIntent.GetValueOrDefault(intentId) is not { } offer) return null;
            _byIntent[intentId] = offer with { IsLeaving = true };
            return offer.Version.Group;
        }
    }

    /// <summary>The offers of a group.</summary>
    public IReadOnlyList<VersionOffer> Of(VersionGroup group)
    {
        lock (_lock) return [.. _byIntent.Values.OfType<VersionOffer>().Where(offer => offer.Version.Group == group)];
    }

    /// <summary>What an intent offers; null when nothing.</summary>
    public VersionOffer? Find(string intentId)
    {
        lock (_lock) return _byIntent.GetValueOrDefault(intentId);
    }

    /// <summary>The group of an intent; null when it offers nothing.</summary>
    public VersionGroup? GroupOf(string intentId)
    {
        lock (_lock) return _byIntent.GetValueOrDefault(intentId)?.Version.Group;
    }

    /// <summary>Whether a pass over an intent has come to an end in this term.</summary>
    public bool Knows(string intentId)
    {
        lock (_lock) return _byIntent.ContainsKey(intentId);
    }
}
