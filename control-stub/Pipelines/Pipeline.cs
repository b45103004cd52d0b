using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Pipelines;

/// <summary>The environments that releases of a project go through, and who lets them pass.</summary>
/// <param name="Organization">The organization it is of.</param>
/// <param name="Name">Its name.</param>
/// <param name="Projects">The projects it is for; none for all of the organization that have none of their own.</param>
/// <param name="AllowTags">Whether a release may go on although the digest of an image is not known.</param>
/// <param name="Stages">Its environments; each stands behind all that it comes after.</param>
internal sealed record Pipeline(string Organization, string Name, IReadOnlyList<string> Projects, bool AllowTags, IReadOnlyList<Stage> Stages)
{
    /// <summary>The stage of an environment; null when it is not part of this.</summary>
    public Stage? Stage(string environment) => Stages.FirstOrDefault(s => s.Environment == environment);
}

/// <summary>An environment of a pipeline.</summary>
/// <param name="Environment">Its name.</param>
/// <param name="Planes">The planes it is on, one or more.</param>
/// <param name="After">The environments a release comes from; none where releases begin.</param>
/// <param name="Approvals">Who must let a release pass; null when nobody must.</param>
internal sealed record Stage(string Environment, IReadOnlyList<string> Planes, IReadOnlyList<string> After, Approvals? Approvals)
{
    /// <summary>Whether releases begin here.</summary>
    public bool IsFirst => After.Count == 0;
}

/// <summary>Who must let a release pass.</summary>
/// <param name="Count">So many; 1..10.</param>
/// <param name="Role">With this role on the project, or a higher one.</param>
internal sealed record Approvals(int Count, Role Role);
