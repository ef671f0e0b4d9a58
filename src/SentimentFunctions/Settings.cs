using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SentimentFunctions;

/// <summary>Reads the app's settings as options, and says which setting is wrong.</summary>
internal static class Settings
{
    /// <summary>Adds options that are bound to a section. They are validated when the host starts.</summary>
    /// <param name="services">Receives the options, as <see cref="IOptions{T}"/> and directly.</param>
    /// <param name="section">The section of the settings.</param>
    /// <param name="validate">Throws an <see cref="ArgumentException"/> whose message begins with the name of the wrong option.</param>
    public static IServiceCollection AddSettings<T>(this IServiceCollection services, IConfigurationSection section, Action<T> validate)
        where T : class
    {
        services.AddOptions<T>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>>(new Validator<T>(section.Key, validate));
        return services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }

    /// <summary>Validates all options.</summary>
    /// <exception cref="ArgumentException">A value is of the wrong kind or out of range; the message names the setting.</exception>
    public static void Validate(IServiceProvider services)
    {
        try
        {
            services.GetRequiredService<IStartupValidator>().Validate();
        }
        catch (OptionsValidationException exception)
        {
            throw new ArgumentException(exception.Message, exception);
        }
        catch (AggregateException several)
        {
            throw new ArgumentException(string.Join(" ", several.InnerExceptions.Select(exception => exception.Message)), several);
        }
        catch (InvalidOperationException exception)
        {
            // The binder names a value that it cannot convert by its key in the configuration.
            throw new ArgumentException(exception.Message.Replace(":", "__", StringComparison.Ordinal), exception);
        }
    }

    /// <summary>Refuses a mistyped name, which would otherwise be a setting without effect.</summary>
    /// <exception cref="ArgumentException">A setting of the section belongs to none of the option types.</exception>
    public static void RefuseUnknown(IConfigurationSection section, params Type[] options)
    {
        // Code alone can set a function, such as ModelHeaders.
        var known = options.SelectMany(type => type.GetProperties())
            .Where(property => !typeof(Delegate).IsAssignableFrom(property.PropertyType))
            .Select(property => property.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = section.GetChildren().Select(child => child.Key).FirstOrDefault(key => !known.Contains(key));
        if (unknown is not null)
            throw new ArgumentException($"{section.Key}__{unknown} is not a setting. Known settings: {string.Join(", ", known.Order())}.");
    }

    /// <summary>Refuses names with which a function would read what it wrote itself, without end.</summary>
    /// <exception cref="ArgumentException">An input has the same name as another container or queue of the app.</exception>
    public static void RefuseLoops(IConfiguration settings)
    {
        Refuse("ReviewContainer", StringComparison.Ordinal, "ScoredContainer");
        Refuse("ReviewQueue", StringComparison.OrdinalIgnoreCase, "PartQueue", "ScoredQueue", "RejectedQueue", "CompletedQueue");
        Refuse("PartQueue", StringComparison.OrdinalIgnoreCase, "ScoredQueue", "RejectedQueue", "CompletedQueue");

        void Refuse(string input, StringComparison comparison, params ReadOnlySpan<string> others)
        {
            foreach (var other in others)
            {
                if (settings[input] is { } name && string.Equals(name, settings[other], comparison))
                    throw new ArgumentException($"{input} and {other} are both '{name}'. Give them different names: what is written to " +
                        $"{other} would be read again as {input}.");
            }
        }
    }

    private sealed class Validator<T>(string section, Action<T> validate) : IValidateOptions<T>
        where T : class
    {
        public ValidateOptionsResult Validate(string? name, T options)
        {
            try
            {
                validate(options);
                return ValidateOptionsResult.Success;
            }
            catch (ArgumentException exception)
            {
                return ValidateOptionsResult.Fail($"{section}__{exception.Message}");
            }
        }
    }
}
