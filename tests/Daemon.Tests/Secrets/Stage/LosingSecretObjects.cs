using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Core.Secrets;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>Loses Secrets when a test says so: pods that need one then never start, as with a password that does not work.</summary>
internal sealed class LosingSecretObjects(ISecretObjects real) : ISecretObjects
{
    public bool Loses { get; set; }

    public async Task<SecretPresence> FindAsync(JsonObject manifest, TimeSpan trust, CancellationToken cancellationToken) =>
        await real.FindAsync(manifest, trust, cancellationToken) is var found && Loses ? SecretPresence.Present : found;

    public Task<SecretPresence> MakeAsync(JsonObject manifest, SecretContent content, CancellationToken cancellationToken) =>
        Loses ? Task.FromResult(SecretPresence.Present) : real.MakeAsync(manifest, content, cancellationToken);
}
