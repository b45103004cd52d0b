namespace Pdp.Kubernetes.Credentials;

/// <summary>
/// A credential made of files that are replaced while the process runs, as the kubelet does with service account tokens. Files are looked at
/// once a minute, as client-go does; an unreadable file leaves the last good credential in use.
/// </summary>
/// <param name="read">Makes the credential; is told the one of before, to return it when the files have not changed.</param>
/// <param name="time">The clock.</param>
internal sealed class FileCredential(Func<Credential?, Credential> read, TimeProvider time) : ICredentialSource
{
    public static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private Credential? _current;
    private long _readAt;
    private bool _stale = true;

    public ValueTask<Credential> GetAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_current is not null && !_stale && time.GetElapsedTime(_readAt) < Period) return ValueTask.FromResult(_current);
            try
            {
                _current = read(_current);
                _stale = false;
            }
            catch (CredentialException) when (_current is not null)
            {
                // Half a rotation; the next look is a minute away, or the server's refusal.
                _stale = false;
            }
            _readAt = time.GetTimestamp();
            return ValueTask.FromResult(_current);
        }
    }

    public bool Forget(Credential refused)
    {
        lock (_lock)
        {
            if (ReferenceEquals(refused, _current)) _stale = true;
            return true;
        }
    }
}
