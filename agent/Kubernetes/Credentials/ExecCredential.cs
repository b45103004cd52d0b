using Pdp.Kubernetes.Configuration;

namespace Pdp.Kubernetes.Credentials;

/// <summary>
/// A credential printed by a plugin, kept until it expires or the server refuses it. The plugin runs at most once at a time.
/// </summary>
/// <param name="plugin">The plugin.</param>
/// <param name="execInfo">Content of <c>KUBERNETES_EXEC_INFO</c>.</param>
/// <param name="time">The clock expiry is measured by.</param>
internal sealed class ExecCredential(ExecPlugin plugin, string execInfo, TimeProvider time) : ICredentialSource, IDisposable
{
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private volatile Held? _held;
    private Credential? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        if (Valid() is { } held) return held;
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (Valid() is { } meanwhile) return meanwhile;
            var output = await ExecProcess.RunAsync(plugin, execInfo, time, cancellationToken);
            var (credential, expires) = Read(output);
            _last = SameCertificate(credential, _last);
            _held = new Held(_last, expires);
            return _last;
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    public bool Forget(Credential refused)
    {
        if (_held is { } held && ReferenceEquals(held.Credential, refused)) Interlocked.CompareExchange(ref _held, null, held);
        return true;
    }

    public void Dispose() => _oneAtATime.Dispose();

    private Credential? Valid() =>
        _held is { } held && (held.Expires is not { } expires || time.GetUtcNow() < expires) ? held.Credential : null;

    // Connections belong to a certificate; one that was printed again must not cost new ones.
    private static Credential SameCertificate(Credential printed, Credential? last) =>
        printed.Certificate is { } now && last?.Certificate is { } before && now.TargetCertificate.Thumbprint == before.TargetCertificate.Thumbprint
            ? new Credential(printed.Token, before)
            : printed;

    private (Credential Credential, DateTimeOffset? Expires) Read(byte[] output)
    {
        try
        {
            return ExecCredentialReader.Read(output, plugin.ApiVersion);
        }
        catch (CredentialException rule)
        {
            throw new CredentialException($"What the exec plugin {Path.GetFileName(plugin.Command)} printed is not usable: {rule.Message}", rule);
        }
    }

    private sealed record Held(Credential Credential, DateTimeOffset? Expires);
}
