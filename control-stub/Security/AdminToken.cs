using Pdp.ControlStub.Events;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Security;

/// <summary>
/// The token of the first user, made at the first start. Its hash is in the store; the token itself is in a file only its owner can read, so
/// that tools on the same machine find it.
/// </summary>
internal sealed class AdminToken(AccessTokens tokens, IUserStore users)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "admin-token";

    /// <summary>Makes the first user with all rights and a token, unless there is any user.</summary>
    /// <param name="directory">Where the file goes.</param>
    /// <param name="renew">Make a token in any case; every other of that user ends, and he has all rights again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token if it was made now; otherwise null.</returns>
    public async Task<string?> EnsureAsync(string directory, bool renew, CancellationToken cancellationToken)
    {
        if (!renew && await users.AnyAsync(cancellationToken))
            return null;
        var (text, record) = tokens.Make(UserName.First, AccessTokens.FirstName, expiresAt: null);
        // The file first: a crash in between leaves a file without effect, and the next start makes another.
        PrivateFile.Write(Path.Combine(directory, FileName), text + "\n");
        // What the first start makes is no change of anything.
        NewEvent[] happened = renew ? [OperatorHappenings.TokenMade(record) with { Actor = Actors.Console }] : [];
        await users.RecoverAsync(record, happened, cancellationToken);
        return text;
    }
}
