namespace Pdp.Cutter.Plan;

/// <summary>What people do when: the same for the same seed.</summary>
public static class ChangePlan
{
    private static readonly string[] _intents = [.. Documents.Workers, .. Documents.Configs];

    /// <summary>Makes a plan: everything is asked for at the start, and much of it once more, otherwise or away later.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="length">How long changes go on.</param>
    public static IReadOnlyList<PlannedChange> Of(int seed, TimeSpan length)
    {
        // Not the sequence of the faults, or the two would go hand in hand.
        var chance = new Random(seed ^ 0x5EED);
        var plan = new List<PlannedChange>();
        foreach (var intent in _intents.Append(Documents.Job)) plan.Add(new(default, ChangeKind.Put, intent, $"m{plan.Count}"));
        for (var at = Next(chance); at < length; at += Next(chance))
        {
            var intent = _intents[chance.Next(_intents.Length)];
            plan.Add(new PlannedChange(at, KindOf(chance, intent), intent, $"m{plan.Count}"));
        }

        return plan;
    }

    private static TimeSpan Next(Random chance) => TimeSpan.FromMilliseconds(chance.Next(100, 900));

    private static ChangeKind KindOf(Random chance, string intent) => chance.Next(10) switch
    {
        0 => ChangeKind.Remove,
        1 when Documents.Workers.Contains(intent) => ChangeKind.PutBroken,
        2 or 3 => ChangeKind.Disturb,
        _ => ChangeKind.Put,
    };
}
