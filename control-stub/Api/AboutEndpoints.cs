using Pdp.ControlStub.Api.OpenApi;
using Pdp.ControlStub.Api.Pages;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What anybody may see: a start page, the API's description, whether the process serves.</summary>
internal sealed class AboutEndpoints(IControlStore store)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/", _ => Task.FromResult<IResult>(new StartPageResult()));
        routes.On("GET", "/openapi.json", _ => Task.FromResult<IResult>(TypedResults.Bytes(OpenApiDocument.Bytes, "application/json")));
        routes.On("GET", "/healthz", _ => Task.FromResult<IResult>(TypedResults.NoContent()));
        routes.On("GET", "/readyz", ReadyAsync);
    }

    private async Task<IResult> ReadyAsync(HttpContext context)
    {
        try
        {
            await store.Planes.CountAsync(context.RequestAborted);
            return TypedResults.NoContent();
        }
#pragma warning disable CA1031 // Whatever is wrong with the store, the answer is the same.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new ProblemResult(Problem.StoreAway());
        }
    }
}
