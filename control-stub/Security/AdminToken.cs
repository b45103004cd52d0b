using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Security;

/// <summary>
/// The operators' token, made at the first start. Its hash is in the store; the token itself is in a file only its owner can read, so
/// that tools on the same machine find it.
/// </summary>
internal sealed class AdminToken(Tokens tokens, ITokenStore store)
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "admin-token";

    /// <summary>Makes the token unless there is one.</summary>
    /// <param name="directory">Where the file goes.</param>
    /// <param name="renew">Make one in any case; every other ends.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The token if it was made now; otherwise null.</returns>
    public async Task<string?> EnsureAsync(string directory, bool renew, CancellationToken cancellationToken)
    {
        if (!renew && await store.AnyAsync(TokenUse.Admin, cancellationToken))
            return null;
        var (text, record) = tokens.Make(TokenUse.Admin, plane: null);
        // The file first: a crash in between leaves a file without effect, and the next start makes another.
        PrivateFile.Write(Path.Combine(directory, FileName), text + "\n");
        await store.AddAsync(record, revokeOthers: true, [], cancellationToken);
        return text;
    }
}
