namespace Pdp.Kubernetes.Credentials;

/// <summary>Where one kind of credential comes from. Safe for many callers at once.</summary>
internal interface ICredentialSource
{
    /// <summary>What is valid now, from memory wherever possible.</summary>
    /// <exception cref="CredentialException">There is none.</exception>
    ValueTask<Credential> GetAsync(CancellationToken cancellationToken);

    /// <summary>The server refused this one: forgets it, unless a newer one is there already.</summary>
    /// <returns>Whether another attempt makes sense; false when the credential never changes.</returns>
    bool Forget(Credential refused);
}
