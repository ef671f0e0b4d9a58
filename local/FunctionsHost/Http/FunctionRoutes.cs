using FunctionsHost.Functions;
using Microsoft.AspNetCore.Routing.Constraints;

namespace FunctionsHost.Http;

/// <summary>
/// The routes of the HTTP functions, matched as the Functions host matches them: in the order of the functions' names, with the
/// method as another constraint. So a known route with a wrong method is a 404, not a 405
/// (seen in azure-functions-host#10098).
/// </summary>
internal static class FunctionRoutes
{
    public static IRouter Build(IApplicationBuilder server, IEnumerable<Function> functions, HttpOptions options, FunctionInvoker invoker)
    {
        var routes = new RouteBuilder(server);
        var constraints = server.ApplicationServices.GetRequiredService<IInlineConstraintResolver>();
        foreach (var function in functions.Where(function => function.Trigger.Is("httpTrigger")))
        {
            var endpoint = new HttpFunction(function, options.Key, invoker);
            var methods = function.Trigger.List("methods");
            try
            {
                routes.Routes.Add(new Route(
                    new RouteHandler(endpoint.HandleAsync),
                    function.Name,
                    Template(function, options.RoutePrefix),
                    defaults: null,
                    methods.Count == 0 ? null
                        : new Dictionary<string, object> { ["httpMethod"] = new HttpMethodRouteConstraint([.. methods]) },
                    dataTokens: null,
                    constraints));
            }
            catch (RouteCreationException exception)
            {
                throw new HostException(
                    $"Function {function.Name} has an invalid route: " +
                    $"{Template(function, options.RoutePrefix)}: {exception.InnerException?.Message ?? exception.Message}", exception);
            }
        }

        return routes.Build();
    }

    /// <summary>The route below the server's root: the prefix and the function's route, or its name if it has no route.</summary>
    public static string Template(Function function, string routePrefix)
    {
        var route = function.Trigger.Text("route") is { } own ? own.TrimStart('/') : function.Name;
        return routePrefix.Length == 0 ? route : $"{routePrefix}/{route}";
    }
}
