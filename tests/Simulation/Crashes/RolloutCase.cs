using Pdp.Protocol.Intents;

namespace Pdp.Simulation.Crashes;

/// <summary>A rollout an agent has to survive dying in, and how it has to end.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">What runs before; null where nothing does.</param>
/// <param name="Second">What shall run; null where nothing is put.</param>
internal sealed record RolloutCase(string Name, IntentSpec? First, IntentSpec? Second)
{
    /// <summary>How it ends.</summary>
    public Ending Ends { get; init; }

    /// <summary>Whether every secret gets a new version, once what runs before stands.</summary>
    public bool Rotates { get; init; }

    /// <summary>Whether the intent is taken away, once what runs before stands: nothing of it stays.</summary>
    public bool Removes { get; init; }

    /// <summary>What the operator puts on the way, seeing how the rollout stands; null while there is nothing to do.</summary>
    public Func<IntentStatus, IntentSpec?> Act { get; init; } = static _ => null;

    public override string ToString() => Name;
}

/// <summary>How a rollout ends, wherever the agent died.</summary>
internal enum Ending
{
    /// <summary>As if what shall run had been put where nothing was before.</summary>
    New,

    /// <summary>As before, to the byte.</summary>
    LastGood,

    /// <summary>As if the agent had not died.</summary>
    Undisturbed,
}
