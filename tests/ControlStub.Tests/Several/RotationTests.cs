using System.Net;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Tests.Trust;
using Pdp.Testing;
using Pdp.Testing.Postgres;

namespace Pdp.ControlStub.Tests.Several;

/// <summary>Keys are rotated at one process; the others, and one that starts later, have them too.</summary>
public sealed class RotationTests(SharedStore store, PostgresServer server) : IClassFixture<SharedStore>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_rotated_at_one_process_signs_at_all_of_them_while_intents_flow()
    {
        Assert.SkipUnless(server.IsInstalled, PostgresServer.NotInstalled);
        var bundle = store.A.Bundle((await store.B.SendAsync("POST", "/api/v1/planes", """{"id":"east"}""")).Expect(HttpStatusCode.Created));
        var trusting = TrustingAgent.Of(bundle);
        await using var agent = await trusting.ConnectAsync(bundle);
        await trusting.UntilAsync(agent, () => trusting.Document is not null);

        // Intents flow all the time, through the process that neither rotates nor holds the agent.
        using var enough = new CancellationTokenSource();
        var accepted = new List<string>();
        var flowing = Task.Run(
            async () =>
            {
                for (var i = 0; !enough.IsCancellationRequested; i++)
                {
                    var id = $"flow-{i % 20}";
                    var put = await store.C.SendAsync("PUT", $"/api/v1/planes/east/intents/{id}", Samples.WebOf($"example.com/web:{i}"));
                    Assert.True(put.Status is HttpStatusCode.OK or HttpStatusCode.Created, put.Text);
                    lock (accepted)
                        accepted.Add(id);
                }
            },
            Cancel);
        var second = await TurnAsync("rotate", "announced");
        await trusting.UntilAsync(agent, () => trusting.Keys.Any(k => k.Kid == second));
        await KnownAsync();
        await TurnAsync("activate", "active");
        await trusting.UntilAsync(agent, () => trusting.Signers.ContainsValue(second));
        await enough.CancelAsync();
        await flowing;

        await using var late = await store.StartAsync("late");
        await UntilSignedAsync(late, agent, trusting, "late", second);
        foreach (var stub in new[] { store.A, store.B, store.C })
            await UntilSignedAsync(stub, agent, trusting, $"by-{stub.Agents.Port}", second);
        await trusting.UntilAsync(agent, () => accepted.All(trusting.Held.ContainsKey));
        await KnownAsync();
        (await store.A.SendAsync("POST", "/api/v1/planes/east/resign")).Expect(HttpStatusCode.OK);
        await Eventually.TrueAsync(
            async () => (await store.A.SendAsync("POST", "/api/v1/trust/intents/retire")).Status == HttpStatusCode.OK, cancellationToken: Cancel);
        await trusting.UntilAsync(agent, () => trusting.Keys.Count == 1);
        await UntilSignedAsync(late, agent, trusting, "at-last", second);
    }

    private static async Task UntilSignedAsync(StubProcess stub, Gateway.ScriptedAgent agent, TrustingAgent trusting, string id, string kid)
    {
        (await stub.SendAsync("PUT", $"/api/v1/planes/east/intents/{id}", Samples.Web)).Expect(HttpStatusCode.Created);
        await trusting.UntilAsync(agent, () => trusting.Held.ContainsKey(id));
        Assert.Equal(kid, trusting.Signers[id]);
    }

    private async Task<string> TurnAsync(string turn, string state)
    {
        var trust = (await store.B.SendAsync("POST", $"/api/v1/trust/intents/{turn}")).Expect(HttpStatusCode.OK);
        return (string)trust["items"]!.AsArray().Single(a => ((string?)a!["state"], (string?)a["kind"]) == (state, "intents"))!["id"]!;
    }

    private Task KnownAsync() => Eventually.TrueAsync(
        async () => ((JsonArray)(await store.B.SendAsync("GET", "/api/v1/trust")).Json["lacking"]!).Count == 0, cancellationToken: Cancel);
}
