using Pdp.ControlStub.Operators;

namespace Pdp.ControlStub.Store;

/// <summary>A release: all of a component but what environments say. Only its digests ever change, from not known to known.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Number">Rises with every release of the component; 0 before it is stored.</param>
/// <param name="Hash">Hash of the canonical form of its document.</param>
/// <param name="Document">JSON: <c>spec</c>, <c>labels</c>, <c>annotations</c>.</param>
/// <param name="Source">Where it came from: <c>api</c>, or <c>ComponentRelease/namespace/name</c>.</param>
/// <param name="Digests">The digest of each container's image, as far as known, by the container's name.</param>
/// <param name="Author">Who brought it, see <see cref="Actors"/>.</param>
/// <param name="CreatedAt">When, UTC.</param>
internal sealed record ReleaseRecord(
    ReleaseKey Key, long Number, string Hash, string Document, string Source, IReadOnlyDictionary<string, string> Digests, string Author, DateTimeOffset CreatedAt);

/// <summary>Names a release.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Component">The component, or one line of it, see <see cref="ComponentLine"/>.</param>
/// <param name="Name">Its name.</param>
internal sealed record ReleaseKey(string Organization, string Project, string Component, string Name)
{
    /// <summary>The project it belongs to.</summary>
    public Scope Scope => new(Organization, Project);

    /// <summary>The line of releases it is of.</summary>
    public ComponentLine Line => ComponentLine.Of(Component);
}

/// <summary>Names a component in an environment.</summary>
/// <param name="Organization">The organization.</param>
/// <param name="Project">The project.</param>
/// <param name="Component">The component, or one line of it, see <see cref="ComponentLine"/>.</param>
/// <param name="Environment">The environment.</param>
internal sealed record BindingKey(string Organization, string Project, string Component, string Environment)
{
    /// <summary>The project it belongs to.</summary>
    public Scope Scope => new(Organization, Project);

    /// <summary>The line of releases it is of.</summary>
    public ComponentLine Line => ComponentLine.Of(Component);

    /// <summary>Who owns its intents.</summary>
    public IntentOwner Owner => new(Organization, Project, Environment, Line.Component);

    /// <summary>A release of the component.</summary>
    public ReleaseKey Release(string name) => new(Organization, Project, Component, name);

    /// <summary>The same component elsewhere.</summary>
    public BindingKey In(string environment) => this with { Environment = environment };
}

/// <summary>A component in an environment.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">JSON: what the environment adds to a release.</param>
/// <param name="Release">What was deployed there last; null when nothing is.</param>
/// <param name="Plane">Where that is, the first of its planes; null when nothing is. <see cref="Placement"/>s are all of them.</param>
/// <param name="Intent">The intent that was made of it there; null when nothing is.</param>
/// <param name="UpdatedAt">When it last changed, UTC.</param>
internal sealed record BindingRecord(BindingKey Key, string Values, string? Release, string? Plane, string? Intent, DateTimeOffset UpdatedAt);

/// <summary>Something that was deployed.</summary>
/// <param name="Key">Where.</param>
/// <param name="Number">Rises with every deployment of the binding; 0 before it is stored.</param>
/// <param name="Way">How it came about.</param>
/// <param name="Release">The release.</param>
/// <param name="Values">JSON: the environment's values it was made with.</param>
/// <param name="Digests">The digests its images were pinned to, by container.</param>
/// <param name="Plane">The plane.</param>
/// <param name="Intent">The intent.</param>
/// <param name="Generation">The intent's generation; 0 before it is stored.</param>
/// <param name="Promotion">The number of the promotion that was asked for and approved; null when none was.</param>
/// <param name="Actor">Who did it, see <see cref="Actors"/>.</param>
/// <param name="Reason">Why, in his own words.</param>
/// <param name="At">When, UTC.</param>
internal sealed record DeploymentRecord(
    BindingKey Key,
    long Number,
    DeploymentWay Way,
    string Release,
    string Values,
    IReadOnlyDictionary<string, string> Digests,
    string Plane,
    string Intent,
    long Generation,
    long? Promotion,
    string Actor,
    string? Reason,
    DateTimeOffset At);

/// <summary>How a deployment came about.</summary>
internal enum DeploymentWay
{
    /// <summary>By a document that was applied.</summary>
    Applied,

    /// <summary>Into the first environment of a pipeline.</summary>
    Deployed,

    /// <summary>From one environment to the next.</summary>
    Promoted,

    /// <summary>The same, although something spoke against it.</summary>
    Forced,

    /// <summary>Back to a release that ran there before.</summary>
    RolledBack,

    /// <summary>The same release with other values.</summary>
    Reconfigured,
}

/// <summary>A deployment to write together with its intent.</summary>
/// <param name="Deployment">The deployment.</param>
/// <param name="NewValues">JSON: what the environment says from now on; null leaves that as it is.</param>
/// <param name="NewRelease">A release to keep with it, unless one of that name is there.</param>
/// <param name="EndsPromotion">Whether its promotion is carried out with it; not while other planes are still to follow.</param>
internal sealed record DeploymentWrite(DeploymentRecord Deployment, string? NewValues = null, ReleaseRecord? NewRelease = null, bool EndsPromotion = true);
