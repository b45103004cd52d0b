namespace Pdp.Core.Policy.Model;

/// <summary>What of the node pods may reach.</summary>
public sealed record HostRules
{
    /// <summary>The node's network. Default no.</summary>
    public bool Network { get; init; }

    /// <summary>The node's processes. Default no.</summary>
    public bool Pid { get; init; }

    /// <summary>The node's shared memory and semaphores. Default no.</summary>
    public bool Ipc { get; init; }

    /// <summary>Directories of the node, with all below. Default none.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>Ports of the node, 1..65535. Default none.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];
}
