namespace Pdp.Daemon.Policy;

/// <summary>Where the policy comes from.</summary>
internal sealed record PolicySettings
{
    /// <summary>The file; null when the options say all there is.</summary>
    public PolicyFile? File { get; init; }

    /// <summary>Version of the file the agent began with.</summary>
    public string Version { get; init; } = "";

    /// <summary>Time between two looks at the file; 1 s to 10 min, default 10 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);
}
