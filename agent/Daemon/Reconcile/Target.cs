using Pdp.Core.Health;
using Pdp.Core.Images;
using Pdp.Core.Objects;
using Pdp.Core.Ports;
using Pdp.Core.Render;
using Pdp.Core.Render.Routes;
using Pdp.Core.Rollout;
using Pdp.Core.Rollout.Steps;
using Pdp.Core.Routing;
using Pdp.Daemon.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Reconcile;

/// <summary>What shall run, as far as it is known now.</summary>
internal sealed record Target
{
    /// <summary>Which generation.</summary>
    public required RolloutTarget Choice { get; init; }

    /// <summary>The signed document it came of, to be kept once it is healthy; null where there is nothing to keep.</summary>
    public string? Document { get; init; }

    /// <summary>Its release; null where there are none.</summary>
    public string? Release { get; init; }

    /// <summary>The namespace it lives in.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Its objects; null when there is nothing to act on, and what runs is left as it is.</summary>
    public IReadOnlyList<DesiredObject>? Objects { get; init; }

    /// <summary>The one revision it is of, before it is put beside another; null when there is none.</summary>
    public RenderResult? Rendered { get; init; }

    /// <summary>Where it stands among its steps; null when it takes none.</summary>
    public RolloutStage? Stage { get; init; }

    /// <summary>The Job of the test the step asks for; null when it asks for none.</summary>
    public ObjectKey? Test { get; init; }

    /// <summary>Those of <see cref="Objects"/> whose health decides nothing about it: of the revision before, and Jobs of tests.</summary>
    public IReadOnlySet<(string Group, string Kind, string? Namespace, string Name)> Beside { get; init; } =
        new HashSet<(string, string, string?, string)>();

    /// <summary>Whether the health of an object decides how the rollout goes on.</summary>
    public bool IsDecidedBy(ObjectKey key) => HealthAssessor.Decides(key) && !Beside.Contains(key.Identity);

    /// <summary>Where its endpoints answer.</summary>
    public IReadOnlyList<EndpointStatus> Endpoints { get; init; } = [];

    /// <summary>What its endpoints ask for that cannot be had here.</summary>
    public IReadOnlyList<RouteNote> RouteNotes { get; init; } = [];

    /// <summary>What leads to it while its major version stands for it; null without a track.</summary>
    public StableVersion? Stable { get; init; }

    /// <summary>The Secrets its objects refer to.</summary>
    public IReadOnlyList<SecretPlaceholder> Secrets { get; init; } = [];

    /// <summary>Those, and the ones its tests refer to, whose versions are remembered though no test runs: so a store that is away holds up nothing.</summary>
    public IEnumerable<SecretPlaceholder> KnownSecrets =>
        Secrets.Concat((Rendered?.Tests ?? []).SelectMany(test => test.Secrets)).DistinctBy(secret => secret.Manifest.Identity);

    /// <summary>What of its objects is left as others have it.</summary>
    public IReadOnlyList<DriftExemption> Exemptions { get; init; } = [];

    /// <summary>Whether these are of the newest versions; null when it has no secrets, or nothing new is known.</summary>
    public SecretFreshness? Freshness { get; init; }

    /// <summary>Where its connections to components lead; null when there is nothing to act on.</summary>
    public ResolvedConnections? Connections { get; init; }

    /// <summary>What its images were resolved to.</summary>
    public IReadOnlyList<ResolvedImage> Images { get; init; } = [];

    /// <summary>The image that is followed; null when none is.</summary>
    public ResolvedImage? FollowedImage { get; init; }

    /// <summary>Whether that is the newest; null when none is followed, or nothing new is known.</summary>
    public ImageFollowing? Following { get; init; }

    /// <summary>Who asks for its secrets; null when the document cannot be believed.</summary>
    public SecretRequester? Requester { get; init; }

    /// <summary>When to look again though nothing changed; null when only a change matters.</summary>
    public TimeSpan? LookAgainIn { get; init; }

    /// <summary>What shall be of it.</summary>
    public ComponentState State { get; init; }

    /// <summary>How it is rolled out.</summary>
    public RolloutSpec Rollout { get; init; } = new();

    /// <summary>Whether what an earlier generation made and this one lacks is deleted.</summary>
    public bool Prune { get; init; } = true;

    /// <summary>Whether claims go too when it is undeployed.</summary>
    public bool DeleteVolumes { get; init; }

    /// <summary>Whether it is one run of a task.</summary>
    public bool IsRun { get; init; }

    /// <summary>Whether it is a task, of which there are runs.</summary>
    public bool HasRuns { get; init; }

    /// <summary>The last good revision; null when none is kept.</summary>
    public RevisionMark? LastGood { get; init; }

    /// <summary>Why the last good revision must not run now; empty when it may, or there is none.</summary>
    public IReadOnlyList<RefusalReason> LastGoodRefusals { get; init; } = [];

    /// <summary>What it waits for, where somebody only wants to know what would be without that; null otherwise.</summary>
    public Blocker? HeldBack { get; init; }

    /// <summary>Whether what holds it back leaves a rollout by steps where it stands.</summary>
    public bool StandsStill { get; init; }

    /// <summary>Who asks that all stands still; null when nobody does.</summary>
    public string? Pause { get; init; }

    /// <summary>Why the intent's own generation is not acted on now; null when it is.</summary>
    public Blocker? Blocker { get; init; }

    /// <summary>The target of an intent the control plane takes away: nothing.</summary>
    public static Target OfRemoval(VerifiedIntent removal) => new()
    {
        Choice = new RolloutTarget(0, false),
        Objects = [],
        State = ComponentState.Undeployed,
        DeleteVolumes = removal.Intent.DeleteVolumes,
    };

    /// <summary>Whether nothing of it ever ran well, so that there is no way back whose place it could take.</summary>
    public bool IsFirst => LastGood is null && Document is not null && State == ComponentState.Active && Stage is null && !IsRun;

    /// <summary>It as what can be gone back to.</summary>
    public Revision ToRevision() => new() { Generation = Choice.Generation, Document = Document!, Secrets = Secrets, Images = Images };

    /// <summary>Its pods are to go.</summary>
    public bool IsLeaving => Blocker is null && !Choice.IsLastGood && State != ComponentState.Active;

    /// <summary>Everything is to go.</summary>
    public bool IsTeardown => Blocker is null && State == ComponentState.Undeployed;
}

/// <summary>Why an intent's own generation is not acted on.</summary>
/// <param name="Phase"><see cref="IntentPhase.Refused"/> or <see cref="IntentPhase.Waiting"/>.</param>
/// <param name="Reasons">Every reason.</param>
internal sealed record Blocker(IntentPhase Phase, IReadOnlyList<RefusalReason> Reasons);
