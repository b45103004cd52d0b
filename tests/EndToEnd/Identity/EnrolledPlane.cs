using System.Globalization;
using System.Text.Json.Nodes;
using Pdp.Story;
using Pdp.Story.Processes;
using Pdp.Story.Staging;

namespace Pdp.EndToEnd.Identity;

/// <summary>A stage of its own whose agent has certificates of a minute.</summary>
internal sealed class EnrolledPlane : IAsyncDisposable
{
    /// <summary>How long a certificate lasts, seconds: the least a control plane gives.</summary>
    public const int Lifetime = 60;

    private EnrolledPlane()
    {
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public Stage Stage { get; } = new(new StageOptions
    {
        ControlArguments = ["--certificate-lifetime", Lifetime.ToString(CultureInfo.InvariantCulture)],
        AgentArguments = ["--reconnect-max", "1s"],
    });

    /// <summary>Starts everything and waits until the agent is connected.</summary>
    public static async Task<EnrolledPlane> StartAsync()
    {
        var plane = new EnrolledPlane();
        try
        {
            await plane.Stage.OpenAsync(Ct);
            await plane.Stage.ConnectedAsync(Ct);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the control plane says of the plane.</summary>
    public Task<JsonObject> PlaneAsync() => Stage.Control.Api.PlaneAsync(Stage.Plane, Ct);

    /// <summary>The session the agent has now; null while it has none.</summary>
    public async Task<string?> SessionAsync() => (string?)(await PlaneAsync())["connection"]?["sessionId"];

    /// <summary>Waits until the agent has a session, another one than before.</summary>
    public Task<string> OtherSessionAsync(string? before) => Poll.UntilAsync(
        "the agent to have another session",
        async () => await SessionAsync() is { } session && session != before ? session : null,
        TimeSpan.FromSeconds(60),
        Ct);

    /// <summary>Serial number and end of the newest certificate.</summary>
    public async Task<(string Serial, DateTimeOffset ExpiresAt)> CertificateAsync()
    {
        var certificate = (await PlaneAsync())["certificate"]!;
        return ((string)certificate["serial"]!, DateTimeOffset.Parse((string)certificate["expiresAt"]!, CultureInfo.InvariantCulture));
    }

    /// <summary>How many events of a type there were.</summary>
    public async Task<int> EventsAsync(string type) =>
        (await Stage.Control.Api.EventsAsync(Stage.Plane, 0, Ct))["items"]!.AsArray().Count(item => (string?)item!["type"] == type);

    /// <summary>Waits until the agent has said something.</summary>
    public Task SaysAsync(string text, TimeSpan within) => Poll.UntilTrueAsync(
        $"the agent to say '{text}'", () => Task.FromResult(Stage.Agent.Process!.Log.Tail(500).Contains(text, StringComparison.Ordinal)), within, Ct);

    /// <summary>Puts another bundle in the place of the agent's.</summary>
    public Task PutBundleAsync(string bundle) => PrivateFile.WriteAsync(Stage.Bundle, bundle, Ct);

    public ValueTask DisposeAsync() => Stage.DisposeAsync();
}
