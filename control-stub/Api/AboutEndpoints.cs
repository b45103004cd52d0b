using Pdp.ControlStub.Api.OpenApi;
using Pdp.ControlStub.Api.Pages;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Problems;
using Pdp.ControlStub.Store;

namespace Pdp.ControlStub.Api;

/// <summary>What anybody may see: a start page, the API's description, whether the process serves.</summary>
internal sealed class AboutEndpoints(IControlStore store)
{
    private static readonly RouteNeeds _about = new(OperatorAction.ReadAbout);

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.On("GET", "/", _about, _ => Task.FromResult<IResult>(new StartPageResult()));
        routes.On("GET", "/openapi.json", _about, _ => Task.FromResult<IResult>(TypedResults.Bytes(OpenApiDocument.Bytes, "application/json")));
        routes.On("GET", "/healthz", _about, _ => Task.FromResult<IResult>(TypedResults.NoContent()));
        routes.On("GET", "/readyz", _about, ReadyAsync);
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
