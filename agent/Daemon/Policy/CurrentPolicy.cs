using Pdp.Core.Policy;

namespace Pdp.Daemon.Policy;

/// <summary>The customer's policy as it is now. Safe for any number of threads.</summary>
internal sealed class CurrentPolicy(CustomerPolicy first)
{
    private volatile CustomerPolicy _policy = first;
    private volatile PolicyTrouble? _trouble;

    /// <summary>The last good policy.</summary>
    public CustomerPolicy Policy => _policy;

    /// <summary>What is wrong with the file now; null while the policy is what the file says.</summary>
    public PolicyTrouble? Trouble => _trouble;

    /// <summary>Another policy holds from now on.</summary>
    public void Replace(CustomerPolicy policy)
    {
        _policy = policy;
        _trouble = null;
    }

    /// <summary>The file is wrong; the last good policy goes on holding.</summary>
    public void Keep(PolicyTrouble trouble) => _trouble = trouble;

    /// <summary>The file says again what holds already.</summary>
    public void Settle() => _trouble = null;
}

/// <summary>What is wrong with the policy's file.</summary>
/// <param name="Since">Since when.</param>
/// <param name="Problems">Everything wrong with it.</param>
internal sealed record PolicyTrouble(DateTimeOffset Since, IReadOnlyList<string> Problems);
