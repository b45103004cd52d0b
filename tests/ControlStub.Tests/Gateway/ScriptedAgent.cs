using System.Net.Security;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.Protocol;
using Pdp.Protocol.Bootstrap;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;

namespace Pdp.ControlStub.Tests.Gateway;

/// <summary>An agent that says what a test tells it, over a real connection whose server it pins as agents do.</summary>
internal sealed class ScriptedAgent : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket;
    private readonly WebSocketFrames _frames;
    private readonly IntentKeyRing _keys;

    private ScriptedAgent(ClientWebSocket socket, IntentKeyRing keys)
    {
        (_socket, _keys) = (socket, keys);
        _frames = new WebSocketFrames(socket, TimeProvider.System);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>What it holds, by id.</summary>
    public SortedDictionary<string, IntentStamp> Held { get; } = new(StringComparer.Ordinal);

    /// <summary>The connection itself, for what no agent sends.</summary>
    public ClientWebSocket Socket => _socket;

    /// <summary>Dials with the certificate of a bundle's plane, which is enrolled before where it is not yet.</summary>
    public static async Task<ScriptedAgent> DialAsync(JsonObject bundle, string? subprotocol = ProtocolLimits.Subprotocol) =>
        await DialAsync(bundle, (await AgentIdentity.OfAsync(bundle)).ForTls(), subprotocol);

    /// <summary>Dials and shows a certificate, or none, as what comes through a load balancer does.</summary>
    public static async Task<ScriptedAgent> DialAsync(
        JsonObject bundle, SslStreamCertificateContext? shown, string? subprotocol = ProtocolLimits.Subprotocol)
    {
        var read = BootstrapBundleReader.TryRead(Encoding.UTF8.GetBytes(bundle.ToJsonString()), out var errors);
        Assert.Empty(errors);
        var socket = new ClientWebSocket();
        if (subprotocol is not null)
            socket.Options.AddSubProtocol(subprotocol);
        socket.Options.DangerousDeflateOptions = WebSocketDeflate.NewOptions();
        socket.Options.CollectHttpResponseDetails = true;
        using var invoker = new HttpMessageInvoker(AgentPost.Handler(bundle, shown));
        await socket.ConnectAsync(new Uri(read!.Server), invoker, Cancel);
        return new ScriptedAgent(socket, new IntentKeyRing(read.SigningKeys));
    }

    /// <summary>Dials, says hello for what it holds, and takes the welcome.</summary>
    public static async Task<(ScriptedAgent Agent, WelcomeFrame Welcome)> ConnectAsync(JsonObject bundle, params IntentStamp[] held)
    {
        var agent = await DialAsync(bundle);
        foreach (var stamp in held)
            agent.Held[stamp.Id] = stamp;
        await agent.SendAsync(agent.Hello());
        return (agent, await agent.ExpectAsync<WelcomeFrame>());
    }

    public HelloFrame Hello(int protocol = 1) =>
        new("agent-0", "1.2.3", protocol, new ClusterInfo("v1.36.0", ["flux"]), IntentDigest.Of(Held.Values));

    public Task SendAsync(Frame frame) => _frames.WriteAsync(frame, Cancel);

    public Task SendTextAsync(string text) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancel);

    /// <summary>The next frame, pings answered on the way.</summary>
    public async Task<FrameReading> NextAsync(bool answerPings = true)
    {
        while (true)
        {
            var reading = await _frames.ReadAsync(Cancel).WaitAsync(_patience, TimeProvider.System, Cancel);
            if (reading is FrameReading.Understood { Frame: PingFrame ping } && answerPings)
                await SendAsync(new PongFrame(ping.Number));
            else
                return reading;
        }
    }

    /// <summary>The next frame, which must be of a type; or of one derived from it.</summary>
    public async Task<T> ExpectAsync<T>(bool exactly = true) where T : Frame
    {
        var reading = await NextAsync();
        return Assert.IsType<T>(Assert.IsType<FrameReading.Understood>(reading).Frame, exactMatch: exactly);
    }

    /// <summary>The next intent or removal, its signature checked with the bundle's keys.</summary>
    public async Task<(IntentStamp Stamp, JsonObject Document)> ExpectIntentAsync()
    {
        var reading = Assert.IsType<FrameReading.Understood>(await NextAsync());
        var jws = reading.Frame switch
        {
            IntentFrame intent => intent.Jws,
            RemoveFrame remove => remove.Jws,
            var other => throw new InvalidOperationException($"{other} came instead of an intent."),
        };
        var verified = Assert.IsType<JwsVerification.Verified>(_keys.Verify(jws));
        var document = (JsonObject)JsonNode.Parse(verified.Payload.Span)!;
        var metadata = document["metadata"]!;
        return (new IntentStamp((string)metadata["id"]!, (long)metadata["generation"]!, IntentDigest.OfPayload(verified.Payload.Span)), document);
    }

    /// <summary>Takes the next intent and answers that it is stored.</summary>
    public async Task<IntentStamp> StoreNextAsync()
    {
        var (stamp, document) = await ExpectIntentAsync();
        if ((string?)document["kind"] == IntentKinds.Removal)
            Held.Remove(stamp.Id);
        else
            Held[stamp.Id] = stamp;
        await SendAsync(new AckFrame(stamp.Id, stamp.Generation, AckOutcome.Stored, [], stamp.Hash));
        return stamp;
    }

    /// <summary>Answers a comparison with what it holds.</summary>
    public async Task AnswerCompareAsync()
    {
        await ExpectAsync<CompareFrame>();
        await SendAsync(new InventoryFrame([.. Held.Values]));
    }

    /// <summary>Reads on until the connection is closed; the close code.</summary>
    public async Task<int?> UntilClosedAsync()
    {
        while (true)
            if (await NextAsync() is FrameReading.Ended ended)
                return ended.Code;
    }

    public ValueTask DisposeAsync()
    {
        _frames.Dispose();
        return ValueTask.CompletedTask;
    }
}
