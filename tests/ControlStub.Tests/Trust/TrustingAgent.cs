using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Identity;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Tests.Trust;

/// <summary>An agent that believes as agents do: what its ring verifies, and trust documents that a key of its ring signed.</summary>
internal sealed class TrustingAgent
{
    private readonly string _plane;

    private TrustingAgent(string plane, IReadOnlyList<JsonWebKey> keys) => (_plane, Keys) = (plane, keys);

    /// <summary>The document it holds; null while it has only its bundle.</summary>
    public TrustDocument? Document { get; private set; }

    /// <summary>The keys it believes for intents.</summary>
    public IReadOnlyList<JsonWebKey> Keys { get; private set; }

    /// <summary>Kids of the keys that signed the intents it took, by intent.</summary>
    public Dictionary<string, string> Signers { get; } = new(StringComparer.Ordinal);

    /// <summary>What it holds.</summary>
    public Dictionary<string, IntentStamp> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>An agent with nothing but its bundle.</summary>
    public static TrustingAgent Of(JsonObject bundle)
    {
        var read = BootstrapBundleReader.TryRead(System.Text.Encoding.UTF8.GetBytes(bundle.ToJsonString()), out _)!;
        return new TrustingAgent(read.PlaneId, read.SigningKeys);
    }

    /// <summary>Dials, says what it holds, and takes the welcome and the comparison.</summary>
    public async Task<ScriptedAgent> ConnectAsync(JsonObject bundle, long? says = null)
    {
        var agent = await ScriptedAgent.DialAsync(bundle);
        foreach (var (id, stamp) in Held)
            agent.Held[id] = stamp;
        await agent.SendAsync(agent.Hello() with { Trust = says ?? Document?.Version ?? 0 });
        var welcome = await agent.ExpectAsync<WelcomeFrame>();
        Assert.Contains(welcome.SigningKeys, k => Keys.Any(own => own.Kid == k.Kid));
        return agent;
    }

    /// <summary>Takes frames as they come until something is so. Refusing a good intent or document fails the test.</summary>
    public async Task UntilAsync(ScriptedAgent agent, Func<bool> done)
    {
        while (!done())
            await TakeAsync(agent, Assert.IsType<FrameReading.Understood>(await agent.NextAsync()).Frame);
    }

    private Task TakeAsync(ScriptedAgent agent, Frame frame) => frame switch
    {
        IntentFrame intent => StoreAsync(agent, intent.Jws),
        TrustFrame trust => BelieveAsync(agent, trust),
        CompareFrame => agent.SendAsync(new InventoryFrame([.. Held.Values])),
        _ => throw new InvalidOperationException($"{frame} was not expected."),
    };

    private async Task StoreAsync(ScriptedAgent agent, string jws)
    {
        var verified = Assert.IsType<JwsVerification.Verified>(new IntentKeyRing(Keys).Verify(jws));
        var metadata = JsonNode.Parse(verified.Payload.Span)!["metadata"]!;
        var stamp = new IntentStamp((string)metadata["id"]!, (long)metadata["generation"]!, IntentDigest.OfPayload(verified.Payload.Span));
        Signers[stamp.Id] = KidOf(jws);
        Held[stamp.Id] = stamp;
        await agent.SendAsync(new AckFrame(stamp.Id, stamp.Generation, AckOutcome.Stored, [], stamp.Hash));
    }

    private async Task BelieveAsync(ScriptedAgent agent, TrustFrame frame)
    {
        var ring = new IntentKeyRing(Keys);
        var payload = frame.Documents.Select(ring.VerifyTrust).OfType<JwsVerification.Verified>().Select(v => v.Payload).First();
        var document = TrustDocuments.TryRead(payload, out var errors);
        Assert.Empty(errors);
        Assert.Equal(_plane, document!.PlaneId);
        Assert.True(document.Version > (Document?.Version ?? 0), "A document that is not newer was sent.");
        (Document, Keys) = (document, document.SigningKeys);
        await agent.SendAsync(new TrustedFrame(document.Version));
    }

    private static string KidOf(string jws) => CompactJws.TryParse(jws, out var parsed, out _) ? parsed.Header.Kid! : "";
}
