using Pdp.ControlStub.Store;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.ControlStub.Tests.Store;

/// <summary>Records with everything filled in, so that a store that forgets a column is found out.</summary>
internal static class SampleRecords
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    /// <summary>A plane's first report.</summary>
    public static readonly ReportOrder First = new(1, 1);

    public static PlaneRecord Plane(string name = "east") => new(name, "The east", Start);

    public static TokenRecord Token(string id = "t1", string? plane = "east", TokenUse use = TokenUse.Bootstrap) =>
        new(id, use, plane, [1, 2, 3, 255], Start, ExpiresAt: use == TokenUse.Bootstrap ? Start.AddDays(1) : null);

    public static CertificateRecord Certificate(string serial = "C1", string key = "k1", string? from = null, string plane = "east") =>
        new(serial, plane, 0, key, Start, Start.AddHours(8), RenewedFrom: from);

    public static NewEvent Event(string type = EventTypes.PlaneCreated, string? plane = "east", string? intent = null) =>
        new(type, Start, plane, intent, """{"more":true}""");

    public static IntentRecord Intent(string id = "web-dev", long generation = 1, string plane = "east", bool removed = false) => new()
    {
        Plane = plane,
        Id = id,
        Generation = generation,
        Hash = $"hash-{generation}",
        ContentHash = $"content-{generation}",
        Jws = $"jws-{id}-{generation}",
        Kind = IntentKinds.Component,
        Removed = removed,
        State = ComponentState.Suspended,
        Owner = new IntentOwner("acme", "shop", "development", "web"),
        Source = "api",
        CreatedAt = Start,
        UpdatedAt = Start.AddMinutes(generation),
    };

    public static AckRecord Ack(string id = "web-dev", long generation = 1, AckOutcome outcome = AckOutcome.Refused) =>
        new(id, generation, outcome, [new RefusalReason(FailureReason.PolicyDenied, "spec.type", "not here")], 7, Start.AddHours(1));

    public static StatusRecord Status(string id = "web-dev", IntentPhase phase = IntentPhase.Healthy) =>
        new(id, new IntentStatus { Phase = phase, ObservedGeneration = 3, Message = "fine", RunningRelease = "r1" }, Start.AddHours(2));

    public static ChangeSet Changes(params (IntentRecord Intent, long Expected)[] writes) =>
        new("east", [.. writes.Select(w => new IntentWrite(w.Intent, w.Expected))], [], [], []);

    public static async Task AddPlaneAsync(this IControlStore store, string name = "east") =>
        Assert.True(await store.Planes.AddAsync(
            Plane(name), Token($"token-of-{name}", name), Event(plane: name), TestContext.Current.CancellationToken));
}
