namespace Pdp.Kubernetes.Credentials;

/// <summary>A token from one source and a certificate from another. A token source that brings its own certificate wins.</summary>
internal sealed class JoinedCredential(ICredentialSource tokens, ICredentialSource certificates) : ICredentialSource
{
    private readonly Lock _lock = new();
    private (Credential Token, Credential Certificate, Credential Joined)? _last;

    public async ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        var token = await tokens.GetAsync(cancellationToken);
        var certificate = await certificates.GetAsync(cancellationToken);
        lock (_lock)
        {
            if (_last is not { } last || !ReferenceEquals(last.Token, token) || !ReferenceEquals(last.Certificate, certificate))
                _last = last = (token, certificate, new Credential(token.Token, token.Certificate ?? certificate.Certificate));
            return last.Joined;
        }
    }

    public bool Forget(Credential refused)
    {
        (Credential Token, Credential Certificate, Credential Joined)? last;
        lock (_lock) last = _last;
        // Refused was an older one: a newer has been fetched by somebody else, and is worth an attempt.
        if (last is not { } current || !ReferenceEquals(current.Joined, refused)) return true;
        return tokens.Forget(current.Token) | certificates.Forget(current.Certificate);
    }
}
