using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.Protocol.Tests.Frames;

public sealed class FrameRangeTests
{
    private static readonly WelcomeFrame _welcome = SampleFrames.All.OfType<WelcomeFrame>().Single();
    private static readonly HelloFrame _hello = SampleFrames.All.OfType<HelloFrame>().Single();
    private static readonly JsonWebKey _key = _welcome.SigningKeys[0];

    private static readonly (Frame Frame, string Path)[] _outOfRange =
    [
        (_welcome with { HeartbeatSeconds = 0 }, "heartbeatSeconds"),
        (_welcome with { HeartbeatSeconds = 301 }, "heartbeatSeconds"),
        (_welcome with { Window = 0 }, "window"),
        (_welcome with { Window = 1025 }, "window"),
        (_welcome with { SessionId = "" }, "sessionId"),
        (_welcome with { SigningKeys = [.. Enumerable.Repeat(_key, 17)] }, "signingKeys"),
        (_welcome with { SigningKeys = [_key with { Kty = "RSA" }] }, "signingKeys[0].kty"),
        (_welcome with { TokenKeys = [_key, _key with { Crv = "P-384" }] }, "tokenKeys[1].crv"),
        (_welcome with { SigningKeys = [_key with { Alg = "none" }] }, "signingKeys[0].alg"),
        (_welcome with { SigningKeys = [_key with { Use = "enc" }] }, "signingKeys[0].use"),
        (_welcome with { SigningKeys = [_key with { Kid = "" }] }, "signingKeys[0].kid"),
        (_welcome with { SigningKeys = [_key with { X = _key.X + "=" }] }, "signingKeys[0].x"),
        (_welcome with { SigningKeys = [_key with { Y = _key.X }] }, "signingKeys[0]"),
        (_welcome with { Reconnect = new(-1, 60) }, "reconnect.minSeconds"),
        (_welcome with { Reconnect = new(0, 0) }, "reconnect.maxSeconds"),
        (_welcome with { Reconnect = new(10, 5) }, "reconnect.minSeconds"),
        (_hello with { Protocol = 0 }, "protocol"),
        (_hello with { AgentId = new string('a', 254) }, "agentId"),
        (_hello with { Digest = new string('A', 64) }, "digest"),
        (_hello with { Cluster = new("v1", [.. Enumerable.Repeat("x", 65)]) }, "cluster.capabilities"),
        (_hello with { Cluster = new("v1", [""]) }, "cluster.capabilities[0]"),
        (_hello with { Resume = new("") }, "resume.sessionId"),
        (_hello with { Trust = -1 }, "trust"),
        (new ChallengeFrame("short"), "nonce"),
        (new ChallengeFrame(ProofOfKey.NewNonce() + "="), "nonce"),
        (new ProofFrame(new string('x', ProtocolLimits.CertificateChars + 1), "s"), "certificate"),
        (new RenewFrame("", "csr"), "requestId"),
        (new RenewFrame("r", new string('x', ProtocolLimits.CsrChars + 1)), "csr"),
        (new RenewedFrame("r", ""), "certificate"),
        (new TrustFrame([]), "documents.length"),
        (new TrustFrame(["a", "b", "c", "d", "e"]), "documents.length"),
        (new TrustFrame(["a", ""]), "documents[1]"),
        (new TrustedFrame(0), "version"),
        (new AckFrame("a", -1, AckOutcome.Stored, []), "generation"),
        (new AckFrame("A", 1, AckOutcome.Stored, []), "id"),
        (new AckFrame("a", 1, AckOutcome.Stale, [], Held: 0), "held"),
        (new AckFrame("a", 1, AckOutcome.Refused, [.. Enumerable.Repeat(new RefusalReason(FailureReason.Internal, "", ""), 101)]), "reasons"),
        (new AckFrame("a", 1, AckOutcome.Refused, [new(FailureReason.Internal, "", new string('x', 4097))]), "reasons[0].message"),
        (new InventoryFrame([.. Enumerable.Range(0, 1001).Select(i => new IntentStamp($"i{i:D5}", 1, SampleFrames.Hash))]), "items"),
        (new InventoryFrame([new("b", 1, SampleFrames.Hash), new("a", 1, SampleFrames.Hash)]), "items"),
        (new InventoryFrame([new("a", 0, SampleFrames.Hash)]), "items[0].generation"),
        (new StatusFrame([.. Enumerable.Range(0, 101).Select(i => new IntentStatusReport($"i{i}", null))]), "items"),
        (new StatusFrame([new("a.b", null)]), "items[0].id"),
        (new ErrorFrame(ErrorCode.Internal, new string('x', 4097)), "about"),
        (new AskFrame("", AskKind.Resync), "requestId"),
        (new GoodbyeFrame(GoodbyeReason.Overloaded, 3601), "retryAfter"),
    ];

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, _outOfRange.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_out_of_range_is_refused_by_its_path(int index)
    {
        var (frame, path) = _outOfRange[index];

        var refused = Assert.IsType<FrameReading.Refused>(FrameCodec.Read(FrameCodec.Write(frame)));

        Assert.Equal(ErrorCode.BadField, refused.Error.Code);
        Assert.StartsWith($"{FrameCodec.NameOf(frame)}.{path}: ", refused.Error.About, StringComparison.Ordinal);
    }

    [Fact]
    public void An_acknowledgement_may_have_no_id_where_the_document_had_none() =>
        Assert.IsType<FrameReading.Understood>(FrameCodec.Read(FrameCodec.Write(new AckFrame("", 0, AckOutcome.Refused, []))));
}
