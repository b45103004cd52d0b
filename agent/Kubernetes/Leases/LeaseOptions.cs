namespace Pdp.Kubernetes.Leases;

/// <summary>Which lease is stood for, and how patiently. The defaults are client-go's.</summary>
public sealed record LeaseOptions
{
    private readonly TimeSpan? _renewPeriod;

    /// <summary>Namespace of the lease.</summary>
    public required string Namespace { get; init; }

    /// <summary>Name of the lease.</summary>
    public required string Name { get; init; }

    /// <summary>Who stands; different for every process, such as the pod's name and a random part.</summary>
    public required string Identity { get; init; }

    /// <summary>
    /// How long others wait after the last renewal they saw; whole seconds, 1 s to 1 h, above <see cref="RenewDeadline"/>.
    /// </summary>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long the holder goes on without a renewal before it stops; above 1.2 times <see cref="RetryPeriod"/>.</summary>
    public TimeSpan RenewDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Pause after an attempt that failed, and between looks while the lease cannot be watched; above 0. Standing by, up to a fifth more by
    /// chance.
    /// </summary>
    public TimeSpan RetryPeriod { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Pause between renewals while they succeed, from <see cref="RetryPeriod"/> to below <see cref="RenewDeadline"/> less
    /// <see cref="RetryPeriod"/>. Each is a write; client-go makes one every retry period.
    /// </summary>
    public TimeSpan RenewPeriod
    {
        get => _renewPeriod ?? RetryPeriod;
        init => _renewPeriod = value;
    }

    /// <summary>Told of what happens around the lease, to log it; must not throw. Nobody when null.</summary>
    public Action<LeaseNotice>? Notices { get; init; }

    /// <summary>Every rule that is broken; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrEmpty(Namespace)) problems.Add("Namespace: must not be empty.");
        if (string.IsNullOrEmpty(Name)) problems.Add("Name: must not be empty.");
        if (string.IsNullOrEmpty(Identity)) problems.Add("Identity: must not be empty.");
        var seconds = LeaseDuration.TotalSeconds;
        if (seconds < 1 || seconds > 3600 || seconds != Math.Truncate(seconds))
            problems.Add("LeaseDuration: must be whole seconds from 1 s to 1 h.");
        if (RenewDeadline >= LeaseDuration) problems.Add("RenewDeadline: must be below LeaseDuration.");
        if (RetryPeriod <= TimeSpan.Zero) problems.Add("RetryPeriod: must be above zero.");
        if (RenewDeadline <= RetryPeriod * 1.2) problems.Add("RenewDeadline: must be above 1.2 times RetryPeriod.");
        if (RenewPeriod < RetryPeriod || (RenewPeriod > RetryPeriod && RenewPeriod >= RenewDeadline - RetryPeriod))
            problems.Add("RenewPeriod: must be from RetryPeriod to below RenewDeadline less RetryPeriod.");
        return problems;
    }
}
