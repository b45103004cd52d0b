namespace Pdp.Kubernetes.Credentials;

/// <summary>A credential that does not change.</summary>
internal sealed class FixedCredential(Credential credential) : ICredentialSource
{
    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken) => ValueTask.FromResult(credential);

    public bool Forget(Credential refused) => false;
}
