namespace Pdp.LocalCluster.Catalogue;

/// <summary>
/// What stands for a command that would run inside a container. There is no container, so a probe such as <c>pg_isready</c> is mapped
/// to a TCP check, to a command of this machine, or to a fixed result.
/// </summary>
internal sealed record ExecRule
{
    /// <summary>Matched against the command's words joined by spaces.</summary>
    public required string Match { get; init; }

    /// <summary>Succeeds when the container accepts a connection on this port (a number, or the name of a container port).</summary>
    public string? Tcp { get; init; }

    /// <summary>Runs this local command with the container's environment.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Succeeds or fails always.</summary>
    public bool? Succeeds { get; init; }
}
