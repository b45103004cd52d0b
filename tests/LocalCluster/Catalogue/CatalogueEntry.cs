namespace Pdp.LocalCluster.Catalogue;

/// <summary>What to run for the images an entry matches.</summary>
internal sealed record CatalogueEntry
{
    /// <summary>Matched against the repository, without tag and digest; <c>*</c> stands for any run of characters.</summary>
    public required string Image { get; init; }

    /// <summary>Matched against the tag, or the digest where there is no tag. Empty matches all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Digests this entry is for; an image that names none of them is for another entry. Empty matches all.</summary>
    public IReadOnlyList<string> Digests { get; init; } = [];

    public RunKind Run { get; init; } = RunKind.Process;

    /// <summary>Program and leading arguments. Placeholders are filled in, see <see cref="Placeholders"/>.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Args { get; init; } = [];

    public PodOverrides Overrides { get; init; } = PodOverrides.None;

    /// <summary>Set whatever the pod says: what makes the program fit this machine, such as the address to listen on.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Set unless the pod says otherwise, as the ENV of an image.</summary>
    public IReadOnlyDictionary<string, string> Defaults { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Relative to the catalogue file; null for the container's own directory.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Between starting and running, as a slow image would take.</summary>
    public TimeSpan StartupDelay { get; init; }

    /// <summary>What stands for the commands of exec probes and hooks; the first match counts.</summary>
    public IReadOnlyList<ExecRule> Exec { get; init; } = [];

    /// <summary>Simulated: from start to ready. By default 0.3 s.</summary>
    public TimeSpan ReadyAfter { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>Simulated: from start to end; null runs on, but a container of a Job ends after <see cref="ReadyAfter"/>.</summary>
    public TimeSpan? ExitAfter { get; init; }

    /// <summary>Simulated: how it ends.</summary>
    public int ExitCode { get; init; }

    public bool Matches(ImageReference image) =>
        image.Names.Any(name => Glob.Matches(Image, name)) && (Tags.Count == 0 || Tags.Any(tag => Glob.Matches(tag, image.Version)))
        && (Digests.Count == 0 || Digests.Contains(image.Digest ?? "", StringComparer.Ordinal));
}

/// <summary>How an image runs.</summary>
internal enum RunKind
{
    /// <summary>A local process.</summary>
    Process,

    /// <summary>Nothing runs; the container is ready a moment after it starts, and one that should end does.</summary>
    Simulated,

    /// <summary>Nothing runs; the container is ready at once and stays.</summary>
    Pause,
}

/// <summary>What of a container's own <c>command</c> and <c>args</c> is used.</summary>
internal enum PodOverrides
{
    /// <summary>Nothing: the entry's command and args run.</summary>
    None,

    /// <summary>The container's args replace the entry's.</summary>
    Args,

    /// <summary>The container's command and args are local commands and replace the entry's.</summary>
    Command,
}
