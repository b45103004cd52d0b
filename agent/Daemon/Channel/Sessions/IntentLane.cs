namespace Pdp.Daemon.Channel.Sessions;

/// <summary>What waits for one intent: the newest is offered first; those it overtakes are never offered if it is accepted.</summary>
internal sealed class IntentLane
{
    private readonly List<PendingIntent> _waiting = [];

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _waiting.Count == 0;

    /// <summary>The one to offer next: of the newest generation the one that came first.</summary>
    public PendingIntent Next => _waiting.MaxBy(item => item.Stamp?.Generation ?? 0)!;

    /// <summary>Adds one.</summary>
    public void Add(PendingIntent item) => _waiting.Add(item);

    /// <summary>Takes out one that has its answer, and with it those it overtook.</summary>
    /// <param name="item">The one answered.</param>
    /// <param name="accepted">Whether it stands now; only then are older ones pointless.</param>
    /// <returns>Those overtaken, the oldest first.</returns>
    public IReadOnlyList<PendingIntent> Settle(PendingIntent item, bool accepted)
    {
        _waiting.Remove(item);
        if (!accepted) return [];
        var overtaken = _waiting.Where(item.Overtakes).OrderBy(older => older.Stamp!.Generation).ToList();
        foreach (var older in overtaken) _waiting.Remove(older);
        return overtaken;
    }
}
