using System.Text.Json;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Frames;

/// <summary>One of every frame, every optional field filled.</summary>
internal static class SampleFrames
{
    public static readonly string Hash = new('a', 64);

    private const string Trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static readonly JsonWebKey _key = MakeKey();

    public static IReadOnlyList<Frame> All { get; } =
    [
        new HelloFrame("agent-1", "0.1.0", 1, new ClusterInfo("v1.36.2", ["gateway-api", "metrics"]), Hash, new ResumeInfo("s-1"), Trust: 3, ObserveUrl: "https://observe.example"),
        new WelcomeFrame("s-2", 15, 32, [_key], [_key], new ReconnectPacing(1, 60), DateTimeOffset.UnixEpoch),
        new ChallengeFrame(ProofOfKey.NewNonce()),
        new ProofFrame("-----BEGIN CERTIFICATE-----", "sig"),
        new CompareFrame(),
        new InventoryFrame([new IntentStamp("a", 1, Hash), new IntentStamp("b", 2, Hash)], More: true),
        new IntentFrame("a.b.c", Trace, "vendor=1"),
        new RemoveFrame("a", 3, "a.b.c", Trace, "vendor=1"),
        new AckFrame("a", 1, AckOutcome.Refused, [new RefusalReason(FailureReason.SchemaInvalid, "spec.type", "must be one of service")], Hash),
        new StatusFrame([new IntentStatusReport("a", Status(), Trace, "vendor=1"), new IntentStatusReport("b", null)]),
        new PingFrame(7),
        new PongFrame(7),
        new AskFrame("q-1", AskKind.Describe, "a", Document: true),
        new AckFrame("a", 1, AckOutcome.Stale, [], Hash, Held: 4),
        new AnswerFrame("q-1", JsonSerializer.SerializeToElement(new Dictionary<string, int> { ["x"] = 1 })),
        new AnswerFrame("q-2", null, "not available yet"),
        new RenewFrame("r-1", "-----BEGIN CERTIFICATE REQUEST-----"),
        new RenewedFrame("r-1", "-----BEGIN CERTIFICATE-----"),
        new TrustFrame(["a.b.c", "d.b.e"]),
        new TrustedFrame(4),
        new HintFrame("vault", "shop/db"),
        new ErrorFrame(ErrorCode.BadField, "intent.jws: is missing"),
        new GoodbyeFrame(GoodbyeReason.ShuttingDown, 5),
    ];

    private static IntentStatus Status() => new()
    {
        Phase = IntentPhase.RolledBack,
        ObservedGeneration = 4,
        RunningGeneration = 3,
        RunningRelease = "r-3",
        Message = "the new revision was not healthy by its deadline",
        Reason = FailureReason.DeadlineExceeded,
        Conditions = [new StatusCondition("Healthy", "True", "AllReady", "", 4, DateTimeOffset.UnixEpoch)],
        Inventory = [new InventoryEntry("apps", "v1", "Deployment", "ns", "web", 1), new InventoryEntry("", "v1", "Namespace", null, "ns")],
        Resources = [new ResourceStatus { Id = "Deployment/web", Object = new("apps", "v1", "Deployment", "ns", "web"), Action = ApplyAction.Configured }],
        Rollout = new RolloutStatus { Generation = 4, Desired = 2, StartedAt = DateTimeOffset.UnixEpoch, Deadline = DateTimeOffset.UnixEpoch },
        Drift = [new DriftRecord(new("", "v1", "Service", "ns", "web"), ["spec.ports"], DateTimeOffset.UnixEpoch)],
        Endpoints = [new EndpointStatus("rest", "http://web.ns:80", [EndpointVisibility.Project])],
        History = [new RevisionRecord(3, "r-3", "Healthy", DateTimeOffset.UnixEpoch)],
        Kept = [new InventoryEntry("", "v1", "PersistentVolumeClaim", "ns", "data")],
    };

    private static JsonWebKey MakeKey()
    {
        using var key = SigningKey.Generate();
        return key.PublicKey;
    }
}
