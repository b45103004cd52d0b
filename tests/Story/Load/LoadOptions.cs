namespace Pdp.Story.Load;

/// <summary>How much is asked of a Service.</summary>
/// <param name="Address">What every request asks for.</param>
public sealed record LoadOptions(Uri Address)
{
    /// <summary>Clients that keep their connection; 0 to 100.</summary>
    public int KeptConnections { get; init; } = 4;

    /// <summary>Clients that open a connection for every request; 0 to 100.</summary>
    public int NewConnections { get; init; } = 4;

    /// <summary>Rest of each client between two requests.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(8);

    /// <summary>How long one request may take before it counts as failed.</summary>
    public TimeSpan RequestLimit { get; init; } = TimeSpan.FromSeconds(10);
}
