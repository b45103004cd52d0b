using Microsoft.AspNetCore.Http;

namespace Pdp.Observability.Listening;

/// <summary>Answers a request elsewhere, where this replica does not hold what is asked for.</summary>
public interface IRequestForwarder
{
    /// <summary>Answers it through the leader.</summary>
    /// <returns>Whether it did; false when this replica is to answer itself.</returns>
    Task<bool> TryForwardAsync(HttpContext context);
}
