using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Pdp.Standin.Http;
using Pdp.Standin.Naming;

namespace Pdp.Standin.Roles;

/// <summary>The backend of a small shop. Orders live in the database when <c>DATABASE_URL</c> names one, else in this process.</summary>
internal sealed class InventoryRole(string release, string pod, bool healthy, double failing, DatabaseClient? database, TimeProvider time)
{
    private const int Whole = 100;
    private static readonly (int Id, string Name, int Price)[] Products =
        [(1, "espresso", 250), (2, "flat white", 380), (3, "croissant", 320), (4, "beans 1 kg", 2400)];
    private readonly ConcurrentQueue<string> _orders = new();
    private long _asked;

    public static async Task<int> RunAsync(StandinOptions options, bool healthy, TimeProvider time, CancellationToken stopping)
    {
        var database = options.Text("database-url") is { } url ? new DatabaseClient(ParseUrl(url), ServiceNames.From(options), time) : null;
        var role = new InventoryRole(options.Release, options.Text("pod-name") ?? "local", healthy, options.Number("failing-percent", 0, 0, Whole), database, time);
        var listener = HttpServer.Listen(options.Host, options.Port(5000));
        Console.WriteLine($"inventory {options.Release}: listening on {listener.LocalEndPoint}");
        await new HttpServer(new RequestMetrics(time).Count(role.AnswerAsync), options.Seconds("drain-seconds", 0.3), time).ServeAsync(listener, stopping);
        Console.WriteLine($"inventory {options.Release}: stopped");
        return 0;
    }

    private static Uri ParseUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0
        ? url
        : throw new FormatException("DATABASE_URL must be a URL with a host, such as postgresql://user@host:5432/name.");

    private async ValueTask<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        switch (request.Path)
        {
            case "/health" or "/healthz" or "/ready":
                return healthy ? Named(200, writer => writer.WriteString("status", "ok")) : HttpResponse.Error(503, "not ready");
            case "/health/db":
                return await DatabaseHealthAsync(cancellationToken);
            case var _ when IsToFail():
                return HttpResponse.Error(500, "fails, as it was told to");
            case "/" or "/version":
                return Named(200, _ => { });
            case "/slow":
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(request.QueryNumber("ms") ?? 1000, 0, 60_000)), time, cancellationToken);
                return Named(200, _ => { });
            case "/api/products":
                return Named(200, WriteProducts);
            case "/api/orders" when request.Method == "POST":
                return await OrderAsync(request, cancellationToken);
            case "/api/orders":
                return await OrdersAsync(cancellationToken);
            default:
                return HttpResponse.Error(404, "no such route");
        }
    }

    // Spread evenly, so that few requests show the share as well as many.
    private bool IsToFail()
    {
        var asked = Interlocked.Increment(ref _asked);
        return Math.Floor(asked * failing / Whole) > Math.Floor((asked - 1) * failing / Whole);
    }

    private HttpResponse Named(int status, Action<Utf8JsonWriter> rest) => HttpResponse.Json(status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("release", release);
        writer.WriteString("pod", pod);
        rest(writer);
        writer.WriteEndObject();
    });

    private static void WriteProducts(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("products");
        foreach (var (id, name, price) in Products)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", id);
            writer.WriteString("name", name);
            writer.WriteNumber("priceCents", price);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private async ValueTask<HttpResponse> DatabaseHealthAsync(CancellationToken cancellationToken)
    {
        if (database is null) return Named(200, writer => writer.WriteString("database", "none"));
        try
        {
            var answer = await database.AskAsync("PING", cancellationToken);
            return Named(200, writer => writer.WriteString("database", answer[0]));
        }
        catch (IOException)
        {
            return HttpResponse.Error(503, "the database does not answer");
        }
    }

    private async ValueTask<HttpResponse> OrderAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        string order;
        try
        {
            using var document = JsonDocument.Parse(request.Body);
            order = OnOneLine(document.RootElement);
        }
        catch (JsonException)
        {
            return HttpResponse.Error(400, "the body must be JSON");
        }

        if (database is null) _orders.Enqueue(order);
        else if (!await TryStoreAsync(order, cancellationToken)) return HttpResponse.Error(503, "the database does not answer");
        return Named(201, writer => writer.WriteBoolean("accepted", true));
    }

    private static string OnOneLine(JsonElement order)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) order.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private async Task<bool> TryStoreAsync(string order, CancellationToken cancellationToken)
    {
        try
        {
            return await database!.AskAsync($"PUT order/{Guid.CreateVersion7()} {order}", cancellationToken) is ["OK"];
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async ValueTask<HttpResponse> OrdersAsync(CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyCollection<string> orders = database is null ? _orders : await database.AskAsync("LIST order/", cancellationToken);
            return Named(200, writer =>
            {
                writer.WriteStartArray("orders");
                foreach (var order in orders) writer.WriteRawValue(order);
                writer.WriteEndArray();
            });
        }
        catch (IOException)
        {
            return HttpResponse.Error(503, "the database does not answer");
        }
    }
}
