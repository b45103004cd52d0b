using Pdp.PlaneStore;

namespace Pdp.Observability.Access;

/// <summary>Asks the agent's own stores, and makes problems of what they cannot answer.</summary>
internal static class StoredAnswer
{
    private static readonly TimeSpan _soon = TimeSpan.FromSeconds(10);

    /// <summary>The answer.</summary>
    /// <param name="ask">Asks a store.</param>
    /// <exception cref="ApiProblemException">The question is wrong, or the store cannot be read now.</exception>
    public static T Of<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (ArgumentException wrong)
        {
            throw new ApiProblemException(ApiProblem.BadRequest("bad-query", wrong.Message));
        }
        catch (PlaneStoreException away)
        {
            throw new ApiProblemException(ApiProblem.Unavailable(away.Message, _soon));
        }
    }
}
