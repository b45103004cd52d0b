using Pdp.Simulation.Faults;
using Pdp.Simulation.Network;
using Pdp.Simulation.Processes;

namespace Pdp.Simulation.Story;

/// <summary>What a play begins with.</summary>
internal sealed record PlaySetup
{
    /// <summary>How many agents.</summary>
    public int Agents { get; init; } = 2;

    /// <summary>How many control plane processes.</summary>
    public int Stubs { get; init; } = 2;

    /// <summary>Faults that belong to the weather whatever the seed says.</summary>
    public IReadOnlyCollection<Fault> Prone { get; init; } = [];

    /// <summary>Changes of one intent before all others, each with time to be rolled out: whether it is bad. None unless a bug needs them.</summary>
    public IReadOnlyList<bool> Prologue { get; init; } = [];

    public AgentSetup Agent { get; init; } = new();

    public StubSetup Stub { get; init; } = new();

    /// <summary>What becomes of a message on the wire; itself unless a bug is planted there.</summary>
    public Func<Message, Message> Rewrite { get; init; } = static message => message;

    /// <summary>Told of every line of the chronicle; nobody when null.</summary>
    public Action<string>? Reader { get; init; }
}
