using System.Net;
using System.Text.Json.Nodes;
using Pdp.Story.Processes;
using Pdp.Vaults.Vault;

namespace Pdp.Story.Staging;

/// <summary>The customer's vault: a HashiCorp Vault in this process, of which the agent is told at its start.</summary>
/// <param name="directory">The stage's directory.</param>
internal sealed class SecretVault(string directory) : IAsyncDisposable
{
    /// <summary>Its name as a store.</summary>
    public const string Store = "vault";

    /// <summary>The secret in it.</summary>
    public const string Secret = "inventory/backend";

    private TestVault? _vault;

    private TestVault Vault => _vault ?? throw new StoryException("the vault was not started");

    /// <summary>Starts it.</summary>
    /// <returns>The store, as a line of the file of stores. It is asked seldom: changes are hinted.</returns>
    public async Task<string> StartAsync(CancellationToken ct)
    {
        _vault = await TestVault.StartAsync();
        var token = Path.Combine(directory, "vault-token");
        await PrivateFile.WriteAsync(token, Vault.Tokens.Make(), ct);
        return $"{{name: {Store}, vault: {{address: \"{Vault.Address}\", auth: {{tokenFile: {token}}}}}, allow: [{{project: inventorysystem}}], refresh: 10m}}";
    }

    /// <summary>Puts a new version of the secret into it.</summary>
    /// <returns>The value.</returns>
    public string Rotate()
    {
        var value = Guid.NewGuid().ToString("N");
        Vault.Secrets.Put(Secret, ("password", value));
        return value;
    }

    /// <summary>It goes away: every connection is cut.</summary>
    public Task StopAsync() => Vault.StopAsync();

    /// <summary>It comes back.</summary>
    public Task StartAgainAsync() => Vault.StartAgainAsync();

    /// <summary>Says to the plane that the secret changed, as a pipeline that rotates it would.</summary>
    public static async Task HintAsync(Stage stage, CancellationToken ct)
    {
        var body = new JsonObject { ["store"] = Store, ["secret"] = Secret }.ToJsonString();
        var answer = await stage.Control.Api.SendAsync(HttpMethod.Post, $"/api/v1/planes/{stage.Plane}/secrets/hints", body, "application/json", ct);
        if (answer.Status != HttpStatusCode.Accepted) throw new StoryException($"the hint was answered with {answer.Status}");
    }

    public ValueTask DisposeAsync() => _vault?.DisposeAsync() ?? ValueTask.CompletedTask;
}
