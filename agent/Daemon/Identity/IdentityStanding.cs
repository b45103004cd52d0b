namespace Pdp.Daemon.Identity;

/// <summary>How this agent stands with its control plane, for whoever asks.</summary>
internal sealed class IdentityStanding
{
    private volatile string? _advice;
    private volatile bool _isRefused;

    /// <summary>What a person is to do; null while nothing is to be done.</summary>
    public string? Advice => _advice;

    /// <summary>Whether the certificate was not accepted at the last attempt, or the server was not to be trusted.</summary>
    public bool IsRefused => _isRefused;

    /// <summary>Not accepted; whether something can be done about it is still to be found out.</summary>
    public void Refused() => _isRefused = true;

    /// <summary>A person has to do something.</summary>
    /// <returns>Whether that is news.</returns>
    public bool IsStuck(string advice)
    {
        var isNews = _advice != advice;
        _advice = advice;
        return isNews;
    }

    /// <summary>There is a new certificate.</summary>
    public void Restored() => (_advice, _isRefused) = (null, false);
}
