using Pdp.Story.Processes;

namespace Pdp.Story.Staging;

/// <summary>A store of secrets as files, and the vault, which the agent is told of at its start.</summary>
/// <param name="directory">The stage's directory.</param>
/// <param name="vault">The vault.</param>
internal sealed class SecretFiles(string directory, SecretVault vault)
{
    private string Root => Path.Combine(directory, "secrets");

    private string Settings => Path.Combine(directory, "secret-stores.yaml");

    /// <summary>What to start the agent with; nothing before the store is made.</summary>
    public IReadOnlyList<string> Arguments => File.Exists(Settings) ? ["--secret-stores", Settings] : [];

    /// <summary>Makes the store and what is in it.</summary>
    public async Task MakeAsync(CancellationToken ct)
    {
        Directory.CreateDirectory(Path.Combine(Root, "currency"));
        await PrivateFile.WriteAsync(Path.Combine(Root, "currency", "api-key"), Guid.NewGuid().ToString("N"), ct);
        await File.WriteAllTextAsync(
            Settings, $"stores: [{{name: boutique, files: {{directory: {Root}}}, allow: [{{project: ecommerce-platform, secret: currency/*}}]}}, {await vault.StartAsync(ct)}]\n", ct);
    }
}
